"""What Redis says in words or by silence, turned into our own errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from redis import exceptions

from returnproof.domain.errors import StorageFull, StorageUnavailable


class NotReplicated(exceptions.RedisError):
    """The primary has the write, no replica has confirmed it in time."""


@contextmanager
def translated() -> Iterator[None]:
    """What Redis says in words or by silence, as StorageFull or StorageUnavailable with a cause."""
    try:
        yield
    except (exceptions.RedisError, exceptions.RedisClusterException) as error:
        cause = _cause(error)
        kind = StorageFull if cause in _FULL else StorageUnavailable
        raise kind(cause=cause) from error


# Somebody must make room before the same can be taken.
_FULL: Final = frozenset({"out-of-memory", "disk"})
# Inside a script Redis says the same in other words, without redis-py's own class.
_WORDS: Final = (
    ("OOM", "out-of-memory"),
    ("MISCONF", "disk"),
    ("READONLY", "read-only"),
    ("LOADING", "loading"),
    ("NOREPLICAS", "not-replicated"),
    ("CLUSTERDOWN", "cluster-down"),
)
_CLASSES: Final = (
    (exceptions.OutOfMemoryError, "out-of-memory"),
    (exceptions.ReadOnlyError, "read-only"),
    (exceptions.BusyLoadingError, "loading"),
    (exceptions.AuthenticationError, "refused"),
    (exceptions.AuthorizationError, "refused"),
    (NotReplicated, "not-replicated"),
    (exceptions.TimeoutError, "slow"),
    (exceptions.ConnectionError, "unreachable"),
    (exceptions.ClusterError, "cluster-down"),
    (exceptions.RedisClusterException, "cluster-down"),
)


def _cause(error: Exception) -> str:
    for kind, cause in _CLASSES:
        if isinstance(error, kind):
            return cause
    said = str(error)
    return next((cause for word, cause in _WORDS if word in said), "failed")
