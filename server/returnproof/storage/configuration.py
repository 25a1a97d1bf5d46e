"""The redis.conf of an embedded Redis."""

from pathlib import Path
from typing import Final

# Commands nobody needs here and a mistake could lose everything with.
_OFF: Final = (
    *("FLUSHALL", "FLUSHDB", "SWAPDB", "CONFIG", "DEBUG", "SHUTDOWN", "MODULE", "ACL", "CLUSTER"),
    *("REPLICAOF", "SLAVEOF", "SYNC", "PSYNC", "FAILOVER", "MIGRATE", "RESTORE", "SAVE", "KEYS"),
    "MONITOR",
)


def configuration(directory: Path, socket: Path, *, durable: bool) -> str:
    """`durable`: on disk before the answer. Else nothing of it is kept on disk."""
    lines = [
        "port 0",
        f"unixsocket {_quoted(socket)}",
        "unixsocketperm 600",
        f"dir {_quoted(directory)}",
        "daemonize no",
        'save ""',
        f"appendonly {'yes' if durable else 'no'}",
        "appendfsync always",
        # Also while the file is rewritten: a promise has no pauses.
        "no-appendfsync-on-rewrite no",
        "loglevel warning",
        "maxmemory-policy noeviction",
        *(f'rename-command {command} ""' for command in _OFF),
    ]
    return "\n".join(lines) + "\n"


def _quoted(path: Path) -> str:
    r"""In redis.conf's own quotes, which know \\ and \"."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
