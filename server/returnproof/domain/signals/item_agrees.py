"""A photo of the case shows the very thing that was packed."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.domain.signal import ReferenceType, Rule, Signal, references


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """It answers only for its own role: what a buyer shows is not yet what comes back."""
    for role, name in ((PhotoRole.buyer_claim, "claim"), (PhotoRole.return_inspection, "return")):
        found = file.found(role, Outcome.same_item)
        if not found:
            continue
        same = max(each.result.same_item_probability for each in found if each.result)
        yield Signal(
            f"{name}_same_item",
            -rule.number(name),
            {
                "count": len(found),
                "probability": round(min(same, 0.99), 2),
                "wrong": max(1, round(100 * (1 - same))),
            },
            references(ReferenceType.comparison, (each.id for each in found))
            + references(ReferenceType.photo, (each.candidate for each in found)),
        )
