"""Why the photos do not answer whether it is the same thing. Weighs nothing, by principle."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Comparison, ComparisonState, Outcome
from returnproof.domain.signal import ReferenceType, Rule, Signal, references

# A copy of the packing photo is no view of what arrived, so it decides nothing here.
_DECIDED = frozenset({Outcome.same_item, Outcome.different_item})


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """At most one: the first thing that is missing, which is the next to get."""
    weight = rule.number("weight")
    if not file.packing:
        yield Signal("no_packing_photo", weight)
    elif not file.candidates:
        yield Signal("no_photo_to_compare", weight)
    elif not any(_decided(each) for each in file.comparisons):
        code = _undecided(file)
        found = references(ReferenceType.comparison, (each.id for each in file.comparisons))
        yield Signal(code, weight, {"count": len(file.comparisons)}, found)


def _decided(comparison: Comparison) -> bool:
    return (
        comparison.state is ComparisonState.done
        and comparison.result is not None
        and comparison.result.outcome in _DECIDED
    )


def _undecided(file: CaseFile) -> str:
    states = {each.state for each in file.comparisons}
    if not states or ComparisonState.pending in states:
        return "comparing"
    return "inconclusive" if ComparisonState.done in states else "comparison_failed"
