"""Making sure that every reference has its features, beside other workers of the same order."""

from collections import deque
from collections.abc import Callable, Sequence

from returnproof.domain.comparison import Reason
from returnproof.domain.errors import DomainError
from returnproof.vision.wire import Photo

# Asks for one photo's features; False when another process makes them and we are not patient.
Prepare = Callable[[Photo, bool], bool]


def ready(
    photos: Sequence[Photo], prepare: Prepare, problems: tuple[type[DomainError], ...]
) -> tuple[tuple[Photo, ...], list[Reason]]:
    """Those that can be read, in the order given, and why the others cannot.

    Two photos of a case are compared at the same time with the same references: what another
    worker has begun comes last, so that both work instead of one waiting.
    """
    readable: set[str] = set()
    unreadable: list[Reason] = []
    waiting = deque(photos)
    skipped = 0
    while waiting:
        photo = waiting.popleft()
        try:
            done = prepare(photo, skipped > len(waiting))
        except problems as problem:
            told = {"name": photo.name, "problem": problem.type}
            unreadable.append(Reason("reference_unreadable", told))
            continue
        if done:
            readable.add(photo.name)
            skipped = 0
        else:
            waiting.append(photo)
            skipped += 1
    return tuple(each for each in photos if each.name in readable), unreadable
