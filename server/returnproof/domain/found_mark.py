"""What a machine read in a photo: codes and lettering that can tell one thing from another."""

from dataclasses import dataclass
from enum import StrEnum

from returnproof.domain.difference import Box


class MarkNature(StrEnum):
    """`product`: the same on all units of a product (EAN, UPC, ISBN); `serial`: of one unit, by its
    own words; `code`: says nothing of what it numbers; `lettering`: printed or written.
    """  # noqa: D205 - one breath, no summary line could say less

    product = "product"
    serial = "serial"
    code = "code"
    lettering = "lettering"


@dataclass(frozen=True, slots=True)
class FoundMark:
    """`photo` is the caller's name for the photo; `read_by` a barcode's symbology or `lettering`;
    `surety` 0 to 1 (a barcode proves itself: 1).
    """  # noqa: D205 - one breath, no summary line could say less

    photo: str
    nature: MarkNature
    text: str
    read_by: str
    box: Box
    surety: float = 1.0


@dataclass(frozen=True, slots=True)
class Registered:
    """What was noted with the order: texts of its marks, and of how many things it is."""

    texts: tuple[str, ...] = ()
    units: int = 1


NOTHING = Registered()
