"""An answer with what a closer look at its best reference adds."""

from dataclasses import replace

from returnproof.domain.comparison import ComparisonResult, Outcome, Reason
from returnproof.domain.difference import Differences

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
    elif found.compared >= _ENOUGH:
        said = (Reason("places_alike", {"percent": round(100 * found.compared), **detail}),)
    return replace(result, reasons=(*result.reasons, *said), differences=found)
