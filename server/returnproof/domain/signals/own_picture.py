"""A photo of the case is a copy of our own packing or listing photo: it shows nothing received."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.domain.signal import ReferenceType, Rule, Signal, references


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    for role, name in ((PhotoRole.buyer_claim, "claim"), (PhotoRole.return_inspection, "return")):
        found = file.found(role, Outcome.same_picture)
        if found:
            yield Signal(
                f"{name}_is_packing_photo",
                rule.number(name),
                {"count": len(found)},
                references(ReferenceType.comparison, (each.id for each in found))
                + references(ReferenceType.photo, (each.candidate for each in found)),
            )
    if file.offered:
        looked = (each.comparison for each in file.offered if each.comparison)
        yield Signal(
            "claim_is_listing_picture",
            rule.number("listing"),
            {"count": len(file.offered)},
            references(ReferenceType.comparison, looked)
            + references(ReferenceType.photo, (each.photo for each in file.offered))
            + references(ReferenceType.photo, (each.listing for each in file.offered)),
        )
