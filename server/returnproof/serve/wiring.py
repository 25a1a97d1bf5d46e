"""Makes the ports real for the web, a worker or a command, from the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis

from returnproof.config import Settings
from returnproof.serve.queue_clients import queue_client
from returnproof.storage.opening import Store, open_store
from returnproof.storage.queue import NoQueue, RedisQueue
from returnproof.vision.process import VisionProcess


@dataclass(frozen=True, slots=True)
class Wired:
    """What a process of ours works with. `queue_url` is None when no queue is known."""

    store: Store
    vision: VisionProcess
    queue: RedisQueue | NoQueue
    queue_url: str | None


@contextmanager
def wired(settings: Settings, *, children: int) -> Iterator[Wired]:
    """`children` pictures are worked on at once. Raises CannotOpen, StorageUnavailable."""
    with (
        open_store(settings) as store,
        VisionProcess(settings, settings.data_dir / "derived", children=children) as vision,
    ):
        url = queue_url_of(settings, store)
        queue = RedisQueue(queue_client(url)) if url else NoQueue()
        yield Wired(store, vision, queue, url)


def queue_url_of(settings: Settings, store: Store) -> str | None:
    """The queue's own Redis, else the records' one unless that is a cluster."""
    if store.queue_url is not None or settings.redis_url is None:
        return store.queue_url
    return settings.redis_url if isinstance(store.client, Redis) else None
