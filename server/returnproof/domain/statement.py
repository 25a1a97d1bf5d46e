"""What a seller tells the platform in one of its forms: sentences that fit a length."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The platform's own forms that take the seller's words and pictures."""

    reject = "reject"
    intervention = "intervention"
    evidence = "evidence"
    return_freight = "return_freight"


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence; `rank` says what is left out last (0) and what first."""

    code: str
    text: str
    rank: int


def fitted(pieces: Sequence[Piece], longest: int) -> tuple[Piece, ...]:
    """Whole sentences in their order, as many as `longest` characters hold, the weightiest first.

    A character is what a page counts: one of UTF-16.
    """
    chosen: set[int] = set()
    room = longest
    for place, piece in sorted(enumerate(pieces), key=lambda each: (each[1].rank, each[0])):
        if characters(piece.text) <= room:
            chosen.add(place)
            room -= characters(piece.text)
    return tuple(piece for place, piece in enumerate(pieces) if place in chosen)


def characters(text: str) -> int:
    """As `maxlength` and every counter beside a text field count them."""
    return len(text.encode("utf-16-le")) // 2
