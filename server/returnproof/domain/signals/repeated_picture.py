"""A buyer's photo was already given for another order of this shop."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile, Repeat
from returnproof.domain.moment import days_between, parse_utc
from returnproof.domain.signal import Reference, ReferenceType, Rule, Signal, references


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """Same bytes are certain, a picture found again by its points nearly so, likeness is not.

    Two photos of two garments laid out alike often have a small hash distance, so it only asks
    for a look.
    """
    exact = [each for each in file.repeats if each.exact]
    edited = [each for each in file.repeats if not each.exact and each.comparison is not None]
    near = [
        each
        for each in file.repeats
        if not each.exact
        and each.comparison is None
        and each.distance <= rule.number("near_distance")
    ]
    for code, name, found in (
        ("picture_in_other_case", "exact", exact),
        ("picture_shared_with_other_case", "edited", edited),
    ):
        if found:
            weight = max(_weight(each, name, file, rule) for each in found)
            yield _signal(code, weight, file, found)
    if near:
        yield _signal("picture_like_other_case", rule.number("near"), file, near)


def _weight(repeat: Repeat, name: str, file: CaseFile, rule: Rule) -> float:
    """The case that showed the picture first took it from nowhere: it only gets a hint."""
    mine, other = parse_utc(_when(file)), parse_utc(repeat.created)
    if mine is not None and other is not None and mine < other:
        return rule.number("earlier")
    return rule.number(f"{name}_same_buyer" if repeat.same_buyer else name)


def _when(file: CaseFile) -> str:
    return file.case.applied or file.case.created


def _signal(code: str, weight: float, file: CaseFile, found: list[Repeat]) -> Signal:
    first = min(found, key=lambda each: (each.created, each.refund_id, each.other))
    cases = sorted({each.refund_id for each in found})
    return Signal(
        code,
        weight,
        {
            "count": len(cases),
            "other": first.refund_id,
            "days": days_between(first.created, _when(file)),
        },
        references(ReferenceType.comparison, (each.comparison for each in found if each.comparison))
        + references(ReferenceType.photo, (each.photo for each in found))
        + tuple(Reference(ReferenceType.case, each) for each in cases),
    )
