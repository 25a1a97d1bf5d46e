"""How large and how deep an annotation may be, before anything else looks at it."""

from typing import Any, Final

MAX_BYTES: Final = 128 << 10
MAX_DEPTH: Final = 16
MAX_NODES: Final = 2000


def within_bounds(document: Any) -> bool:
    """False for what nests deeper or holds more values than a note by a person ever does."""
    level: list[Any] = [document]
    nodes = 0
    for _ in range(MAX_DEPTH):
        nodes += len(level)
        if nodes > MAX_NODES:
            return False
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
        if not below:
            return True
        level = below
    return False
