"""The run of `serve`: the store is opened, everybody started, watched, and stopped in the end."""

import os
import time
from contextlib import suppress
from http import HTTPStatus
from subprocess import Popen

from redis.exceptions import RedisError

from returnproof.domain.errors import DomainError
from returnproof.serve.announcement import Announce, QueueIsCluster, Say
from returnproof.serve.child import Child, Spawn, Supervised, start_python
from returnproof.serve.environment import child_environment
from returnproof.serve.front import Front
from returnproof.serve.lock import DataDirectoryLock
from returnproof.serve.orphans import birth
from returnproof.serve.queue_clients import queue_client
from returnproof.serve.ready import address, ask, reachable
from returnproof.serve.redis_child import RedisChild
from returnproof.serve.supervisor import Supervisor
from returnproof.storage.opening import Store, open_store
from returnproof.storage.ownership import SERVE

# A comparison takes a second or two; one that takes longer is given back and done again.
_WORKER_GRACE_SECONDS = 10.0
# A dead child wakes the supervisor at once; only back-off and the first answer need the clock.
_TICK_SECONDS = 0.5
_FIRST_TICK_SECONDS = 0.03
# A web that cannot answer is no reason to leave the work undone.
_WORKERS_WAIT_SECONDS = 10.0


def run(front: Front, lock: DataDirectoryLock, say: Say, announce: Announce) -> None:
    """Raises QueueIsCluster, CannotOpen, StorageUnavailable."""
    if front.settings.queue_url is not None:
        _check_queue(front.settings.queue_url, say)
    with open_store(front.settings, SERVE) as store:
        front.open_gate()
        _Run(front, store, lock, say).until_stopped(announce)


def _check_queue(url: str, say: Say) -> None:
    """An absent queue may come yet; a cluster never becomes one. Raises QueueIsCluster."""
    try:
        clustered = queue_client(url).info("cluster").get("cluster_enabled")
    except RedisError:
        say("serve.queue_silent")
    else:
        if clustered:
            raise QueueIsCluster


class _Run:
    def __init__(self, front: Front, store: Store, lock: DataDirectoryLock, say: Say) -> None:
        self._settings = front.settings
        self._store = store
        self._lock = lock
        self._announced = False
        here = address(self._settings.host, self._settings.port)
        self._address = self._settings.public_url or here
        redis: list[Supervised] = [
            RedisChild(f"redis ({each.directory.name})", each) for each in store.servers
        ]
        # Held so that on two cores nothing delays the first answer.
        self._workers = [
            Child(f"worker-{number}", self._spawn("worker"), grace=_WORKER_GRACE_SECONDS, held=True)
            for number in range(1, self._settings.workers + 1)
        ]
        self._loader = Child(
            "sample", self._spawn("sample", "load"), grace=2.0, held=True, task=True
        )
        stages: list[list[Supervised]] = [redis, [front.web, *self._workers], [self._loader]]
        self._supervisor = Supervisor(stages, say, self._record)

    def until_stopped(self, announce: Announce) -> None:
        self._record()
        born = time.monotonic()

        def tick() -> float:
            if not self._announced and self._answers():
                self._announced = True
                announce(self._address, self._durability())
                if self._settings.sample:
                    self._loader.let_go()
            if self._announced or time.monotonic() - born > _WORKERS_WAIT_SECONDS:
                for worker in self._workers:
                    worker.let_go()
            return _TICK_SECONDS if self._announced else _FIRST_TICK_SECONDS

        self._supervisor.run(tick)

    def _answers(self) -> bool:
        answer = ask(reachable(self._settings.host), self._settings.port, "/healthz")
        return answer is not None and answer[0] == HTTPStatus.OK

    def _durability(self) -> str | None:
        try:
            return self._store.promise().durability
        except DomainError:
            return None

    def _spawn(self, *command: str) -> Spawn:
        def spawn() -> Popen[bytes]:
            return start_python(command, child_environment(self._settings, os.environ))

        return spawn

    def _record(self) -> None:
        """On a full disk the list stays as it was: the next `serve` may find fewer orphans."""
        children = [
            birth(child.pid) for child in self._supervisor.children if child.pid is not None
        ]
        facts = {
            "pid": os.getpid(),
            "address": self._address,
            "redis_url": self._settings.redis_url,
            "queue_url": self._settings.queue_url,
            "children": children,
        }
        with suppress(OSError):
            self._lock.say(facts)
