"""Makes the ports real for the web, a worker or a command, from the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from returnproof.config import Settings
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


def queue_client(url: str) -> Redis:
    """Gives up on a slow or absent queue soon: nothing ever waits for it.

    One try more, since a restarted Redis closes the connections that were open.
    """
    return Redis.from_url(
        url,
        socket_connect_timeout=1,
        socket_timeout=2,
        retry=Retry(NoBackoff(), 1),
        protocol=2,
    )


def blocking_client(url: str) -> Redis:
    """For RQ's worker, which waits for jobs and sets the timeout of that itself."""
    return Redis.from_url(url, socket_connect_timeout=2, protocol=2)
