"""Why the photos do not answer whether it is the same thing. Weighs nothing, by principle."""

from collections.abc import Iterator, Sequence

from returnproof.domain.case import KEPT_BY_BUYER
from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Comparison, ComparisonState, Outcome
from returnproof.domain.signal import Reference, ReferenceType, Rule, Signal, references

# A copy of the packing photo is no view of what arrived, so it decides nothing here.
_DECIDED = frozenset({Outcome.same_item, Outcome.different_item})
_SAME = frozenset({Outcome.same_item})
_COPY = frozenset({Outcome.same_picture})


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """At most one: the first thing that is missing, which is the next to get."""
    weight = rule.number("weight")
    if not file.packing:
        yield Signal("no_packing_photo", weight)
    elif not file.candidates:
        yield Signal("no_photo_to_compare", weight)
    elif not any(_is(each, _DECIDED) for each in file.comparisons):
        # A copy of the packing photo was recognised: that is an answer, said by another signal.
        left = [each for each in file.comparisons if not _is(each, _COPY)]
        if left or not file.comparisons:
            found = references(ReferenceType.comparison, (each.id for each in left))
            yield Signal(_undecided(left), weight, {"count": len(left)}, found)
    elif _marks_matter(file):
        yield Signal(
            "marks_unchecked", weight, {}, (Reference(ReferenceType.field, "shipment.marks"),)
        )


def _marks_matter(file: CaseFile) -> bool:
    """Looks agree, something comes back, and its marks would tell it from another of its model."""
    agrees = any(_is(each, _SAME) for each in file.comparisons)
    return agrees and file.marks_open and file.case.kind not in KEPT_BY_BUYER


def _is(comparison: Comparison, outcomes: frozenset[Outcome]) -> bool:
    return (
        comparison.state is ComparisonState.done
        and comparison.result is not None
        and comparison.result.outcome in outcomes
    )


def _undecided(left: Sequence[Comparison]) -> str:
    states = {each.state for each in left}
    if not states or ComparisonState.pending in states:
        return "comparing"
    return "inconclusive" if ComparisonState.done in states else "comparison_failed"
