"""Optimistic writing: read, decide, commit, and again when somebody was quicker."""

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from returnproof.domain.errors import StaleWrite, StorageUnavailable, VersionConflict

T = TypeVar("T")

# Raises StaleWrite unless the record as it stands (None: there is none) is what the caller expects.
Precondition = Callable[[Any | None], None]

_TRIES = 25
_LONGEST_PAUSE_S = 0.05


def always(record: Any | None) -> None:
    """The precondition of a caller who sent none."""
    del record


def retried(step: Callable[[], T]) -> T:
    """`step` reads afresh each time. Raises StorageUnavailable when others never let it through."""
    for attempt in range(_TRIES):
        try:
            return step()
        except StaleWrite:
            raise
        except VersionConflict:
            time.sleep(random.random() * min(_LONGEST_PAUSE_S, 0.002 * 2**attempt))  # noqa: S311 - jitter
    raise StorageUnavailable(retry_after=1)
