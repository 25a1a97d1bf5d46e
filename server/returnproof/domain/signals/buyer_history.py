"""How often this buyer asked for after-sales service in this shop."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.moment import days_between
from returnproof.domain.signal import ReferenceType, Rule, Signal, references


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """Counts cases around this one's time, so that the answer does not drift with the calendar."""
    when = file.case.applied or file.case.created
    near = [
        each.refund_id
        for each in file.others
        if (days_between(each.applied or each.created, when) or 0) <= rule.number("days")
    ]
    weight = rule.step("cases", len(near))
    if weight:
        yield Signal(
            "frequent_cases",
            weight,
            {"count": len(near), "days": int(rule.number("days"))},
            references(ReferenceType.case, near),
        )
