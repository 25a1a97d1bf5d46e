"""How `serve` speaks to whoever started it."""

from collections.abc import Callable

# Gets the key of a sentence and its values.
Say = Callable[..., None]
# Gets the address, and the durability promised (a key under `promise.`), None when not known.
Announce = Callable[[str, str | None], None]


class QueueIsCluster(Exception):  # noqa: N818 - reads as what it says
    """RQ's workers cannot work on a Redis Cluster."""
