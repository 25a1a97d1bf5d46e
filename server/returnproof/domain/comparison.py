"""What the engine says of one candidate photo held against its references."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from returnproof.domain.difference import Differences
from returnproof.domain.found_mark import FoundMark
from returnproof.domain.photo_quality import PhotoQuality


class Outcome(StrEnum):
    """The four answers; `inconclusive` is as good an answer as the others."""

    same_picture = "same_picture"
    same_item = "same_item"
    different_item = "different_item"
    inconclusive = "inconclusive"


@dataclass(frozen=True, slots=True)
class Reason:
    """One visible ground for an outcome, or one piece of advice: a code and what fills its text."""

    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """The answer for one candidate.

    Probabilities are calibrated and lie in [0, 1]. `best_reference` is the name (a photo id on the
    server, a path on the command line) of the reference that decided, None without references.
    `guidance` says which photo to take next; it is never empty when inconclusive. `differences`
    with the best reference, None where that cannot be laid over; `marks` were read in any of the
    photos; `quality` is the candidate's. `elapsed_ms` is without these.
    """

    outcome: Outcome
    same_item_probability: float
    same_picture_probability: float
    best_reference: str | None
    reasons: tuple[Reason, ...]
    guidance: tuple[Reason, ...]
    elapsed_ms: int
    engine: str
    differences: Differences | None = None
    marks: tuple[FoundMark, ...] = ()
    quality: PhotoQuality | None = None


class ComparisonState(StrEnum):
    """Where the work stands. `failed` was set aside after its last try and says why."""

    pending = "pending"
    done = "done"
    failed = "failed"


class CloserLook(StrEnum):
    """What an answered comparison still waits for; None when it was done, or is not called for."""

    due = "due"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The record of one candidate photo of a case against the order's packing photos.

    `references` are the photo ids the result must rest on. When packing photos arrive later the
    record goes back to `pending` with the new references, so that it names its own work.
    """

    id: str
    refund_id: str
    candidate: str
    references: tuple[str, ...]
    state: ComparisonState
    created: str
    updated: str
    result: ComparisonResult | None = None
    attempts: int = 0
    problem: str | None = None
    version: int = 0
    look: CloserLook | None = None
