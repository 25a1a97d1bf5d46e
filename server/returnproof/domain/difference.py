"""Where one thing looks different in two photos, once one is laid over the other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright photo, from its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs, in both photos; `strength` 0 to 1, how surely it is no light."""

    reference: Box
    candidate: Box
    strength: float


@dataclass(frozen=True, slots=True)
class Differences:
    """Between the candidate and the photo `reference`, strongest first.

    `compared` is the share of the item in the candidate (0 to 1) that could be held against the
    other photo at all: of the rest nothing is said. `doubtful` places look different too, but not
    surely enough to be told as changes.
    """

    reference: str
    compared: float
    changes: tuple[Change, ...] = ()
    doubtful: int = 0
