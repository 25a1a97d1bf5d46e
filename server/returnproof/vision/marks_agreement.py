"""Which marks of a candidate agree with, or contradict, those of its references."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from returnproof.domain.comparison import Reason
from returnproof.domain.found_mark import FoundMark, MarkNature
from returnproof.vision.mark_sorting import folded, gtin, is_link, plain

# Shorter numbers are equal by chance.
_LEAST = 5
_SURE = 0.9
# One letter apart may be misread; a barcode is not.
_LEAST_EDITS = 2
_GTIN_DIGITS = 12

# What settles most comes first.
_ORDER = (
    "registered_mark_found",
    "serial_alike",
    "serial_differs",
    "product_differs",
    "product_alike",
    "code_alike",
    "code_differs",
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One mark of a reference (None: registered with the order) held against the candidate's."""

    code: str
    reference: FoundMark | None
    candidate: FoundMark

    def reason(self) -> Reason:
        """With both places, as [x, y, width, height]."""
        detail: dict[str, Any] = {
            "text": self.candidate.text,
            "candidate_box": _edges(self.candidate),
        }
        if self.reference is not None:
            detail |= {
                "reference": self.reference.photo,
                "reference_text": self.reference.text,
                "reference_box": _edges(self.reference),
            }
        return Reason(self.code, detail)


def agreements(
    references: Sequence[FoundMark], candidate: Sequence[FoundMark], registered: Sequence[str]
) -> list[Agreement]:
    """What settles most first; `registered`: texts noted with the order."""
    found = [*_registered(candidate, registered)]
    for nature, check in (
        (MarkNature.serial, _serials),
        (MarkNature.product, _products),
        (MarkNature.code, _codes),
    ):
        there = [mark for mark in references if mark.nature is nature]
        here = [mark for mark in candidate if mark.nature is nature]
        if there and here:
            found += check(there, here)
    return sorted(found, key=_place)


def _place(each: Agreement) -> tuple[int, str, str]:
    photo = each.reference.photo if each.reference is not None else ""
    return _ORDER.index(each.code), photo, each.candidate.text


def _registered(candidate: Sequence[FoundMark], texts: Sequence[str]) -> Iterator[Agreement]:
    wanted = {folded(text) for text in texts if len(plain(text)) >= _LEAST}
    for mark in candidate:
        if any(each in folded(mark.text) for each in wanted):
            yield Agreement("registered_mark_found", None, mark)


def _serials(there: Sequence[FoundMark], here: Sequence[FoundMark]) -> list[Agreement]:
    alike = [
        Agreement("serial_alike", one, other)
        for one in there
        for other in here
        if folded(one.text) == folded(other.text) and len(plain(one.text)) >= _LEAST
    ]
    if alike:
        return alike
    # Numbers of one make, each read surely, and more than one misread letter apart.
    return [
        Agreement("serial_differs", one, other)
        for one in there
        for other in here
        if min(one.surety, other.surety) >= _SURE
        and len(plain(one.text)) == len(plain(other.text)) >= _LEAST
        and _apart(folded(one.text), folded(other.text))
        >= (1 if one.surety == other.surety == 1 else _LEAST_EDITS)
    ][:1]


def _products(there: Sequence[FoundMark], here: Sequence[FoundMark]) -> list[Agreement]:
    alike = [
        Agreement("product_alike", one, other)
        for one in there
        for other in here
        if gtin(one.text) == gtin(other.text)
    ]
    if alike:
        return alike
    # Several products in one photo: any of them may be the one in question.
    kinds = [
        {gtin(mark.text) for mark in side if len(mark.text) >= _GTIN_DIGITS}
        for side in (there, here)
    ]
    if len(kinds[0]) != 1 or len(kinds[1]) != 1:
        return []
    return [Agreement("product_differs", there[0], here[0])]


def _codes(there: Sequence[FoundMark], here: Sequence[FoundMark]) -> list[Agreement]:
    there, here = ([mark for mark in side if not is_link(mark.text)] for side in (there, here))
    alike = [
        Agreement("code_alike", one, other)
        for one in there
        for other in here
        if one.text == other.text and len(plain(one.text)) >= _LEAST
    ]
    if alike:
        return alike
    one_make = [
        (one, other)
        for one in there
        for other in here
        if one.read_by == other.read_by and len(one.text) == len(other.text) >= _LEAST
    ]
    if len(there) != 1 or len(here) != 1 or not one_make:
        return []
    return [Agreement("code_differs", *one_make[0])]


def _apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _edges(mark: FoundMark) -> list[int]:
    return [mark.box.x, mark.box.y, mark.box.width, mark.box.height]
