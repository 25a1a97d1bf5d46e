"""Opens what the settings name: records, blobs and, on this machine, the Redis they need."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from redis.exceptions import RedisError

from returnproof.config import Settings
from returnproof.storage.blobs import DiskBlobs
from returnproof.storage.connection import connect, connect_socket
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.errors import StoreInUse
from returnproof.storage.inspection import RedisInspection
from returnproof.storage.migrations import Migrations
from returnproof.storage.ownership import COMMAND, SERVE
from returnproof.storage.promise import Promise, read_promise, require_version
from returnproof.storage.records import RedisRecords
from returnproof.storage.replicas import Client

_PATIENCE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Store:
    """`queue_url` is None when no queue runs: the sweep finds the work when one does.

    `servers` are the Redis servers this process started and has to watch.
    """

    records: RedisRecords
    blobs: DiskBlobs
    client: Client
    redis_url: str
    queue_url: str | None
    servers: tuple[EmbeddedRedis, ...] = ()
    embedded: bool = False

    @property
    def inspection(self) -> RedisInspection:
        return RedisInspection(self.records.door)

    def promise(self) -> Promise:
        """What an acknowledgement means now. Raises StorageUnavailable."""
        return read_promise(self.client, embedded=self.embedded)


def blobs_of(settings: Settings) -> DiskBlobs:
    return DiskBlobs(settings.data_dir / "blobs", settings.free_space_floor)


def records_directory(settings: Settings) -> Path:
    return settings.data_dir / "redis"


def queue_directory(settings: Settings) -> Path:
    return settings.data_dir / "queue"


@contextmanager
def open_store(settings: Settings, role: str = COMMAND) -> Iterator[Store]:
    """A command uses the server that runs, or starts Redis itself for as long as it needs it.

    Raises StoreInUse when `role` is `serve` and another one runs; StoreTooNew, NoRedis and
    StorageUnavailable.
    """
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        own = EmbeddedRedis(records_directory(settings), durable=True)
        queue = EmbeddedRedis(queue_directory(settings), durable=False)
        if settings.redis_url is None and _started(own, role):
            stack.callback(own.stop)
        if settings.queue_url is None and role == SERVE:
            queue.start(role)
            stack.callback(queue.stop)
        redis_url = settings.redis_url or own.url
        client = connect(redis_url)
        stack.callback(client.close)
        blobs = blobs_of(settings)
        if role == SERVE:
            blobs.clear_staging()
        embedded = redis_url == own.url
        if not embedded:
            require_version(read_promise(client, embedded=False))
        records = RedisRecords(client, blobs.require_room)
        Migrations(records.door).run()
        yield Store(
            records,
            blobs,
            client,
            redis_url,
            settings.queue_url or (queue.url if queue.socket.exists() else None),
            tuple(server for server in (own, queue) if server.ownership.held),
            embedded=embedded,
        )


def _started(server: EmbeddedRedis, role: str) -> bool:
    """False when a running `serve` has it, whose socket then answers."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            server.start(role)
        except StoreInUse:
            holder = server.ownership.holder()
            if holder and holder.role == SERVE:
                if role == SERVE:
                    raise
                if _answers(server):
                    return False
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return True


def _answers(server: EmbeddedRedis) -> bool:
    try:
        client = connect_socket(str(server.socket))
        return bool(client.ping())
    except RedisError:
        return False
