"""The one door to Redis: sends a command or a script and turns its failures into ours."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from redis import exceptions
from redis.client import Redis
from redis.cluster import RedisCluster

from returnproof.domain.errors import StorageFull, StorageUnavailable

Client = Redis | RedisCluster
Command = tuple[Any, ...]


@contextmanager
def translated() -> Iterator[None]:
    """What Redis says in words or by silence, as StorageFull or StorageUnavailable with a cause."""
    try:
        yield
    except exceptions.RedisError as error:
        cause = _cause(error)
        kind = StorageFull if cause in {"out-of-memory", "disk"} else StorageUnavailable
        raise kind(cause=cause) from error


# Inside a script Redis says the same in other words, without redis-py's own class.
_WORDS: Final = (
    ("OOM", "out-of-memory"),
    ("MISCONF", "disk"),
    ("READONLY", "read-only"),
    ("LOADING", "loading"),
    ("CLUSTERDOWN", "cluster-down"),
)
_CLASSES: Final = (
    (exceptions.OutOfMemoryError, "out-of-memory"),
    (exceptions.ReadOnlyError, "read-only"),
    (exceptions.BusyLoadingError, "loading"),
    (exceptions.AuthenticationError, "refused"),
    (exceptions.AuthorizationError, "refused"),
    (exceptions.TimeoutError, "slow"),
    (exceptions.ConnectionError, "unreachable"),
    (exceptions.ClusterError, "cluster-down"),
    (exceptions.RedisClusterException, "cluster-down"),
)


def _cause(error: exceptions.RedisError) -> str:
    for kind, cause in _CLASSES:
        if isinstance(error, kind):
            return cause
    said = str(error)
    return next((cause for word, cause in _WORDS if word in said), "failed")


class Script:
    """A Lua script and the name Redis keeps it under."""

    def __init__(self, source: str) -> None:
        self.source = source
        # Redis itself names scripts by SHA-1; nothing rests on its strength.
        self.sha1 = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()


class Door:
    """Reads and writes; `room` raises StorageFull when nothing more may be written."""

    def __init__(self, client: Client, room: Callable[[], None] | None = None) -> None:
        self.client = client
        self._room = room

    def read(self, *command: Any) -> Any:
        with translated():
            return self.client.execute_command(*command)

    def read_all(self, commands: Sequence[Command]) -> list[Any]:
        """Several reads of one shop in one round trip."""
        with translated():
            pipe = self.client.pipeline(transaction=False)
            for command in commands:
                pipe.execute_command(*command)
            answers: list[Any] = pipe.execute()
            return answers

    def write(self, *command: Any) -> Any:
        if self._room:
            self._room()
        with translated():
            return self.client.execute_command(*command)

    def run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """A script that writes."""
        if self._room:
            self._room()
        tail = (len(keys), *keys, *arguments)
        with translated():
            try:
                return self.client.execute_command("EVALSHA", script.sha1, *tail)
            except exceptions.NoScriptError:
                return self.client.execute_command("EVAL", script.source, *tail)
