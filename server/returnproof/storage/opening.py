"""Opens what the settings name: records, blobs and, on this machine, the Redis they need."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from returnproof.config import Settings
from returnproof.storage.blobs import DiskBlobs
from returnproof.storage.connection import connect, connect_socket
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.errors import StoreInUse
from returnproof.storage.ownership import COMMAND, SERVE
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


def blobs_of(settings: Settings) -> DiskBlobs:
    return DiskBlobs(settings.data_dir / "blobs", settings.free_space_floor)


def records_directory(settings: Settings) -> Path:
    return settings.data_dir / "redis"


def queue_directory(settings: Settings) -> Path:
    return settings.data_dir / "queue"


@contextmanager
def open_store(settings: Settings, role: str = COMMAND) -> Iterator[Store]:
    """A command uses the server that runs, or starts Redis itself for as long as it needs it.

    Raises StoreInUse when `role` is `serve` and another one runs; StoreTooNew, NoRedis.
    """
    with ExitStack() as stack:
        servers: list[EmbeddedRedis] = []
        redis_url, queue_url = settings.redis_url, settings.queue_url
        if redis_url is None:
            records = EmbeddedRedis(records_directory(settings), durable=True)
            if _started(records, role):
                stack.callback(records.stop)
                servers.append(records)
            redis_url = records.url
        if queue_url is None:
            queue = EmbeddedRedis(queue_directory(settings), durable=False)
            if role == SERVE:
                queue.start(role)
                stack.callback(queue.stop)
                servers.append(queue)
            queue_url = queue.url if queue.socket.exists() else None
        client = connect(redis_url)
        stack.callback(client.close)
        blobs = blobs_of(settings)
        yield Store(
            RedisRecords(client, blobs.require_room),
            blobs,
            client,
            redis_url,
            queue_url,
            tuple(servers),
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
    from redis.exceptions import RedisError  # noqa: PLC0415

    try:
        client = connect_socket(str(server.socket))
        return bool(client.ping())
    except RedisError:
        return False
