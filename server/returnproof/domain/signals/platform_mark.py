"""The platform itself marked the order or the case as risky."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from returnproof.domain.case_file import CaseFile
from returnproof.domain.signal import Reference, ReferenceType, Rule, Signal


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """Other labels of the platform (a fast refund, a member's badge) say nothing about risk."""
    weighed = [
        (float(mark["weight"]), flag)
        for flag in file.case.platform_flags
        for mark in rule.numbers["marks"]
        if _fits(mark, unicodedata.normalize("NFKC", flag))
    ]
    if weighed:
        weight, flag = max(weighed)
        yield Signal(
            "platform_mark",
            weight,
            {"flag": flag},
            (Reference(ReferenceType.field, "case.platform_flags"),),
        )


def _fits(mark: Mapping[str, Any], flag: str) -> bool:
    """A code stands alone, as in `riskCode: 10001`; words may stand anywhere."""
    if "is" in mark:
        return mark["is"] in re.split(r"[^0-9A-Za-z]+", flag)
    return mark["contains"] in flag
