"""From what was measured to one of four answers, its grounds, and what to photograph next.

Deliberately slow to accuse: a pair without matched points says nothing, because another side, light
or distance explains it as well as another thing would.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnproof.domain.comparison import ComparisonResult, Outcome, Reason

ENGINE = "sift-1"
SAME_ITEM_FROM = 0.9
SAME_PICTURE_FROM = 0.9


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one reference and the candidate have in common.

    `inliers` matched points that one plane explains, `share` their share of all matched points
    (0 to 1), `hash_distance` of PDQ (0 to 256) or None where its quality is too low to mean much.
    """

    name: str
    inliers: int
    share: float
    mirrored: bool
    hash_distance: int | None


def decide(
    sightings: Sequence[Sighting], quality: Sequence[Reason], elapsed_ms: int
) -> ComparisonResult:
    """The same answer whatever the order of `sightings`; `quality` faults of the candidate."""
    if not sightings:
        return _without_references(quality, elapsed_ms)
    # The name breaks ties, so that order cannot.
    best = max(sightings, key=lambda seen: (_strength(seen), seen.name))
    picture, item = same_picture_probability(best), same_item_probability(best)
    item = max(item, picture)
    outcome = Outcome.inconclusive
    if picture >= SAME_PICTURE_FROM:
        outcome = Outcome.same_picture
    elif item >= SAME_ITEM_FROM:
        outcome = Outcome.same_item
    return ComparisonResult(
        outcome=outcome,
        same_item_probability=round(item, 4),
        same_picture_probability=round(picture, 4),
        best_reference=best.name,
        reasons=_reasons(best, outcome, quality),
        guidance=_guidance(outcome, quality, len(sightings)),
        elapsed_ms=elapsed_ms,
        engine=ENGINE,
    )


def same_item_probability(seen: Sighting) -> float:
    """Rises with the inliers; never under one half of nothing: absence proves nothing."""
    return _logistic(2.2 * (math.log1p(seen.inliers) - math.log1p(16)))


def same_picture_probability(seen: Sighting) -> float:
    """Nearly all matched points under one plane, and many of them."""
    evidence = 14 * (seen.share - 0.8) + 1.5 * (math.log1p(seen.inliers) - math.log1p(40))
    if seen.hash_distance is not None:
        evidence += max(0.0, (90 - seen.hash_distance) / 25)
    return _logistic(evidence)


def _strength(seen: Sighting) -> float:
    return same_picture_probability(seen) + same_item_probability(seen)


def _logistic(evidence: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, evidence))))


def _without_references(quality: Sequence[Reason], elapsed_ms: int) -> ComparisonResult:
    return ComparisonResult(
        Outcome.inconclusive,
        0.5,
        0.0,
        None,
        (Reason("no_reference"), *quality),
        (Reason("photograph_before_packing"),),
        elapsed_ms,
        ENGINE,
    )


def _reasons(best: Sighting, outcome: Outcome, quality: Sequence[Reason]) -> tuple[Reason, ...]:
    detail = {"count": best.inliers, "reference": best.name}
    reasons: list[Reason] = []
    if outcome is Outcome.same_picture:
        reasons.append(Reason("copy_of_reference", detail))
    elif outcome is Outcome.same_item:
        reasons.append(Reason("matched_points", detail))
    else:
        reasons.append(Reason("few_matched_points", detail))
    if best.mirrored and outcome is not Outcome.inconclusive:
        reasons.append(Reason("mirrored", {"reference": best.name}))
    return (*reasons, *quality)


def _guidance(outcome: Outcome, quality: Sequence[Reason], references: int) -> tuple[Reason, ...]:
    if outcome is not Outcome.inconclusive:
        return ()
    retakes = [Reason(f"retake_{fault.code.removeprefix('candidate_')}") for fault in quality]
    more = [Reason("photograph_same_side"), Reason("photograph_marks")]
    if references < 3:  # noqa: PLR2004 - measured: three references halve the open cases
        more.append(Reason("more_packing_photos", {"count": references}))
    return (*retakes, *more)
