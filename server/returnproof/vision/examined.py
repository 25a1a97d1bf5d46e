"""An answer with what a closer look at its best reference adds."""

from dataclasses import replace

from returnproof.domain.comparison import ComparisonResult, Outcome, Reason
from returnproof.domain.difference import Differences
from returnproof.domain.photo_quality import PhotoQuality

# Of less than this share of an item, "nothing differs" would say too much.
_ENOUGH = 0.3
_ALIGNED = frozenset({"matched_points", "copy_of_reference"})


def worth_a_look(result: ComparisonResult) -> bool:
    """Whether the item itself is seen in both photos, so that it can be laid over."""
    return result.best_reference is not None and (
        result.outcome in {Outcome.same_item, Outcome.same_picture}
        or any(reason.code in _ALIGNED for reason in result.reasons)
    )


def with_differences(result: ComparisonResult, found: Differences | None) -> ComparisonResult:
    """`found` as a field, and said in words: an observation, which changes no probability."""
    if found is None:
        return result
    detail = {"reference": found.reference}
    said: tuple[Reason, ...] = ()
    if found.changes:
        said = (Reason("places_differ", {"count": len(found.changes), **detail}),)
    elif found.compared >= _ENOUGH and not found.doubtful:
        said = (Reason("places_alike", {"percent": round(100 * found.compared), **detail}),)
    return replace(result, reasons=(*result.reasons, *said), differences=found)


def with_quality(result: ComparisonResult, found: PhotoQuality | None) -> ComparisonResult:
    """What limits the photo, said and advised on; nothing is advised where all is settled."""
    if found is None or result.best_reference is None:
        return replace(result, quality=found)
    known = {reason.code for reason in result.reasons}
    said = [Reason(f"candidate_{note}") for note in found.notes if f"candidate_{note}" not in known]
    settled = result.outcome in {Outcome.same_item, Outcome.same_picture}
    advice = () if settled else tuple(Reason(f"retake_{note}") for note in found.notes)
    return replace(
        result,
        reasons=(*result.reasons, *said),
        guidance=(*result.guidance, *advice),
        quality=found,
    )
