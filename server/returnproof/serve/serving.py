"""What `returnproof serve` does, from the lock to the last goodbye."""

import errno
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from subprocess import Popen

from redis.exceptions import RedisError

from returnproof.config import Settings
from returnproof.serve.child import Child, Spawn, Supervised, start_python
from returnproof.serve.environment import child_environment
from returnproof.serve.listener import GRACE_SECONDS, listen
from returnproof.serve.lock import DataDirectoryLock, read_facts
from returnproof.serve.orphans import birth, stop_orphans
from returnproof.serve.queue_clients import queue_client
from returnproof.serve.ready import address, ask, reachable
from returnproof.serve.redis_child import RedisChild
from returnproof.serve.supervisor import Say, Supervisor
from returnproof.storage.opening import Store, open_store
from returnproof.storage.ownership import SERVE
from returnproof.storage.promise import Promise

# A comparison takes a second or two; one that takes longer is given back and done again.
_WORKER_GRACE_SECONDS = 10.0
# A dead child wakes the supervisor at once; only back-off and the first answer need the clock.
_TICK_SECONDS = 0.5
_FIRST_TICK_SECONDS = 0.03
# A web that cannot answer is no reason to leave the work undone.
_WORKERS_WAIT_SECONDS = 10.0
_WEB_GRACE_SECONDS = GRACE_SECONDS + 2.0

Announce = Callable[[str, Promise], None]


class PortBusy(Exception):  # noqa: N818 - reads as what it says
    """Somebody else listens where we should."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.host = host
        self.port = port


class QueueIsCluster(Exception):  # noqa: N818 - reads as what it says
    """RQ's workers cannot work on a Redis Cluster."""


def serve(settings: Settings, say: Say, announce: Announce) -> None:
    """Until SIGTERM or Ctrl-C.

    Raises AlreadyServed, PortBusy, QueueIsCluster, CannotOpen, StorageUnavailable. `announce` is
    called once, when it answers, with the address and what the store promises.
    """
    # Also while the store is being opened, which may take a while, a stop unwinds what was started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    lock = DataDirectoryLock(settings.data_dir)
    lock.take()
    try:
        if stop_orphans(read_facts(settings.data_dir)):
            say("serve.orphans_stopped")
        if settings.queue_url is not None:
            _check_queue(settings.queue_url, say)
        with closing(_listener(settings)) as listener, open_store(settings, SERVE) as store:
            _Serving(settings, store, listener, lock, say).run(announce)
    finally:
        lock.release()


def _listener(settings: Settings) -> socket.socket:
    try:
        return listen(settings.host, settings.port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(settings.host, settings.port) from error
        raise


def _check_queue(url: str, say: Say) -> None:
    """An absent queue may come yet; a cluster never becomes one. Raises QueueIsCluster."""
    try:
        clustered = queue_client(url).info("cluster").get("cluster_enabled")
    except RedisError:
        say("serve.queue_silent")
    else:
        if clustered:
            raise QueueIsCluster


class _Serving:
    """One run of `serve`: its children, and what it says of them."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        listener: socket.socket,
        lock: DataDirectoryLock,
        say: Say,
    ) -> None:
        self._port = int(listener.getsockname()[1])
        self._settings = replace(settings, port=self._port)
        self._store = store
        self._lock = lock
        self._announced = False
        self.address = settings.public_url or address(settings.host, self._port)
        redis = [RedisChild(f"redis ({each.directory.name})", each) for each in store.servers]
        web = Child("web", self._spawn("web", listener=listener), grace=_WEB_GRACE_SECONDS)
        # Held so that on two cores nothing delays the first answer.
        self._workers = [
            Child(f"worker-{number}", self._spawn("worker"), grace=_WORKER_GRACE_SECONDS, held=True)
            for number in range(1, settings.workers + 1)
        ]
        self._loader = Child(
            "sample", self._spawn("sample", "load"), grace=2.0, held=True, task=True
        )
        stages: list[Sequence[Supervised]] = [redis, [web, *self._workers], [self._loader]]
        self._supervisor = Supervisor(stages, say, self._record)

    def run(self, announce: Announce) -> None:
        self._record()
        born = time.monotonic()

        def tick() -> float:
            if not self._announced and self._answers():
                self._announced = True
                announce(self.address, self._store.promise())
                if self._settings.sample:
                    self._loader.let_go()
            if self._announced or time.monotonic() - born > _WORKERS_WAIT_SECONDS:
                for worker in self._workers:
                    worker.let_go()
            return _TICK_SECONDS if self._announced else _FIRST_TICK_SECONDS

        self._supervisor.run(tick)

    def _answers(self) -> bool:
        answer = ask(reachable(self._settings.host), self._port, "/healthz")
        return answer is not None and answer[0] == HTTPStatus.OK

    def _spawn(self, *command: str, listener: socket.socket | None = None) -> Spawn:
        def spawn() -> Popen[bytes]:
            extra = {} if listener is None else {"listener": str(listener.fileno())}
            pass_fds = () if listener is None else (listener.fileno(),)
            environment = child_environment(self._settings, os.environ, **extra)
            return start_python(command, environment, pass_fds)

        return spawn

    def _record(self) -> None:
        children = [
            birth(child.pid) for child in self._supervisor.children if child.pid is not None
        ]
        self._lock.say(
            {
                "pid": os.getpid(),
                "address": self.address,
                "redis_url": self._settings.redis_url,
                "queue_url": self._settings.queue_url,
                "children": children,
            }
        )
