"""A photo of the case looks like what was packed; looks cannot tell units of one model apart."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.domain.signal import ReferenceType, Rule, Signal, references
from returnproof.domain.stated import surest


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """It answers only for its own role: what a buyer shows is not yet what comes back.

    A picture that was given for another order too shows nothing of this one.
    """
    for role, name in ((PhotoRole.buyer_claim, "claim"), (PhotoRole.return_inspection, "return")):
        found = [
            each
            for each in file.found(role, Outcome.same_item)
            if each.candidate not in file.seen_elsewhere
        ]
        if not found:
            continue
        yield Signal(
            f"{name}_same_item",
            -rule.number(name),
            {"count": len(found), **surest(found, same=True)},
            references(ReferenceType.comparison, (each.id for each in found))
            + references(ReferenceType.photo, (each.candidate for each in found)),
        )
