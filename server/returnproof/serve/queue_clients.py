"""Connections to the queue's Redis."""

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


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
