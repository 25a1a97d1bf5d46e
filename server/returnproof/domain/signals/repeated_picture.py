"""A buyer's photo was already given for another order of this shop."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile, Repeat
from returnproof.domain.moment import days_between
from returnproof.domain.signal import Reference, ReferenceType, Rule, Signal, references


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """Same bytes are certain; a small hash distance is not.

    Two photos of two garments laid out alike often have one, so it only asks for a look.
    """
    exact = [each for each in file.repeats if each.exact]
    if exact:
        known = all(each.same_buyer for each in exact)
        yield _signal(
            "picture_in_other_case",
            rule.number("exact_same_buyer" if known else "exact"),
            file,
            exact,
        )
    near = [
        each
        for each in file.repeats
        if not each.exact and each.distance <= rule.number("near_distance")
    ]
    if near:
        yield _signal("picture_like_other_case", rule.number("near"), file, near)


def _signal(code: str, weight: float, file: CaseFile, found: list[Repeat]) -> Signal:
    first = min(found, key=lambda each: (each.created, each.refund_id, each.other))
    cases = sorted({each.refund_id for each in found})
    return Signal(
        code,
        weight,
        {
            "count": len(cases),
            "other": first.refund_id,
            "days": days_between(first.created, file.case.created) or 0,
        },
        references(ReferenceType.photo, (each.photo for each in found))
        + tuple(Reference(ReferenceType.case, each) for each in cases),
    )
