"""What marks say beside looks: one unit's own number outweighs them, equal or contradicting.

Applied after looks have answered; without marks an answer stays as it was. A mark that is seen in
one photo only says nothing: it may lie on another side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from returnproof.domain.comparison import ComparisonResult, Outcome, Reason
from returnproof.domain.found_mark import NOTHING, FoundMark, MarkNature, Registered
from returnproof.vision.mark_sorting import is_link, plain
from returnproof.vision.marks_agreement import Agreement, agreements

# A number misread is likelier than a forged one, and neither is sure.
EQUAL = 0.985
CONTRADICTED = 0.015
# A code of unknown meaning that both photos show; or where each shows another of one make.
_CODE_LIKELIER = 0.9
_CODE_DOUBTED = 0.6


def with_marks(
    result: ComparisonResult,
    references: Sequence[FoundMark],
    candidate: Sequence[FoundMark],
    registered: Registered = NOTHING,
) -> ComparisonResult:
    """`registered`: what was noted with the order. The same in any order of marks."""
    found = agreements(references, candidate, registered.texts)
    weighed = _weighed(result, _bearing({each.code for each in found}, registered))
    deciding = [each.reference for each in found if each.reference is not None]
    settled = weighed.outcome is not result.outcome and deciding
    return replace(
        weighed,
        reasons=(*_distinct(each.reason() for each in found), *result.reasons),
        best_reference=deciding[0].photo if settled else result.best_reference,
        marks=_shown(references, candidate, found),
    )


class _Bearing(StrEnum):
    """Which way all marks together point."""

    equal = "equal"
    against = "against"
    both = "both"
    likelier = "likelier"
    doubted = "doubted"
    none = "none"


def _bearing(codes: set[str], registered: Registered) -> _Bearing:
    equal = codes & {"serial_alike", "registered_mark_found"}
    against = codes & {"serial_differs"}
    # An order of several things may hold another product than the one photographed.
    if registered.units <= 1:
        against |= codes & {"product_differs"}
    if equal or against:
        if equal and against:
            return _Bearing.both
        return _Bearing.equal if equal else _Bearing.against
    if "code_alike" in codes:
        return _Bearing.likelier
    return _Bearing.doubted if codes & {"code_differs", "product_differs"} else _Bearing.none


def _weighed(result: ComparisonResult, bearing: _Bearing) -> ComparisonResult:
    """One and the same picture stays that, whatever is written on it."""
    item, outcome = result.same_item_probability, result.outcome
    if outcome is Outcome.same_picture:
        return result
    weighed = result
    match bearing:
        case _Bearing.both:
            weighed = _open(result, 0.5)
        case _Bearing.equal:
            sure = replace(result, outcome=Outcome.same_item, guidance=())
            weighed = replace(sure, same_item_probability=max(item, EQUAL))
        case _Bearing.against:
            sure = replace(result, outcome=Outcome.different_item)
            weighed = replace(sure, same_item_probability=min(item, CONTRADICTED))
        case _Bearing.likelier if outcome is Outcome.different_item:
            weighed = _open(result, max(item, 0.5))
        case _Bearing.likelier:
            risen = max(item, min(_CODE_LIKELIER, item + 0.2))
            weighed = replace(result, same_item_probability=risen)
        case _Bearing.doubted if outcome is Outcome.same_item:
            weighed = _open(result, min(item, _CODE_DOUBTED))
    return weighed


def _open(result: ComparisonResult, item: float) -> ComparisonResult:
    advice = [each for each in result.guidance if each.code != "photograph_marks"]
    return replace(
        result,
        outcome=Outcome.inconclusive,
        same_item_probability=item,
        guidance=(Reason("photograph_marks"), *advice),
    )


def _distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """One reason for each number, however many references show it."""
    kept: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        kept.setdefault((reason.code, plain(str(reason.detail["text"]))), reason)
    return tuple(kept.values())


def _shown(
    references: Sequence[FoundMark], candidate: Sequence[FoundMark], found: Sequence[Agreement]
) -> tuple[FoundMark, ...]:
    """What can number a thing, and any lettering that was decisive; addresses are not told."""
    told = {mark for each in found for mark in (each.reference, each.candidate) if mark is not None}
    every = {*references, *candidate}
    kept = [
        mark
        for mark in every
        if mark in told or (mark.nature is not MarkNature.lettering and not is_link(mark.text))
    ]
    return tuple(sorted(kept, key=lambda mark: (mark.photo, mark.nature, mark.text, mark.box.x)))
