"""The buyer says nothing arrived, and the courier's record says it was signed for."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.signal import Reference, ReferenceType, Rule, Signal


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    if file.case.delivered and "not_received" in file.topics:
        yield Signal(
            "signed_but_not_received",
            rule.number("weight"),
            {"delivered": file.case.delivered},
            (Reference(ReferenceType.field, "case.delivered"),),
        )
