"""What the seller may tell the platform about a case: observations and what was kept, never guilt.

It is a draft in the platform's language, edited and sent by a person. Signals about the buyer as a
person have no sentence here (`statement.signal` in shared/i18n), so that none can get in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from returnproof import contract
from returnproof.domain.case import Case
from returnproof.domain.photo import Photo, PhotoRole
from returnproof.domain.statement import Form, Piece, fitted
from returnproof.services import assessments
from returnproof.services.assessment_texts import filled
from returnproof.services.ports import Json, Records

# The platforms are read in Chinese, whatever the seller reads.
PLATFORM_LANGUAGE: Final = "zh-CN"
_DIFFERENT: Final = frozenset({"different_item", "same_picture"})
# After the pictures that a comparison points at: what says most about the goods first.
_ROLES: Final = (
    *(PhotoRole.logistics, PhotoRole.return_inspection, PhotoRole.packing, PhotoRole.chat),
    *(PhotoRole.screenshot, PhotoRole.other, PhotoRole.buyer_claim),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture to attach: a photo as it was kept, or the figure of a comparison."""

    of: str
    id: str
    role: str
    photo: Photo | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """`text` for the platform, `reading` for the seller, `against` what speaks otherwise."""

    text: str
    reading: str
    observations: int
    against: tuple[str, ...]
    missing: tuple[str, ...]
    pictures: tuple[Shown, ...]


def compose(
    records: Records, shop: str, refund_id: str, form: Form, *, longest: int, language: str
) -> Statement:
    """Raises NotFound."""
    document = assessments.get(records, shop, refund_id)
    chosen = fitted(_pieces(document, form, PLATFORM_LANGUAGE), longest)
    codes = {piece.code for piece in chosen}
    told = [each for each in _pieces(document, form, language) if each.code in codes]
    return Statement(
        text="".join(piece.text for piece in chosen),
        reading=_joined(told, language),
        observations=sum(1 for piece in chosen if piece.code.startswith("signal.")),
        against=tuple(
            filled(f"signal.{each['code']}.text", each["detail"], language)
            for each in document["signals"]
            if each["weight"] < 0
        ),
        missing=tuple(
            contract.text(f"criterion.{each['id']}", language)
            for each in document["criteria"]
            if not each["done"]
        ),
        pictures=tuple(_pictures(records, shop, document)),
    )


def _joined(pieces: list[Piece], language: str) -> str:
    between = "" if language == PLATFORM_LANGUAGE else " "
    return between.join(piece.text for piece in pieces)


def _pieces(document: Json, form: Form, language: str) -> list[Piece]:
    """Opening, observations with the strongest first, what was kept, closing."""
    seen = [*_observations(document, language)]
    opening = "opening" if seen else "opening_open"
    return [
        Piece("opening", contract.text(f"statement.{opening}.{form}", language), 2),
        *seen,
        *_kept(document, language),
        Piece("closing", contract.text(f"statement.closing.{form}", language), 1),
    ]


def _observations(document: Json, language: str) -> Iterator[Piece]:
    told = set()
    for signal in document["signals"]:
        key = f"statement.signal.{signal['code']}"
        if signal["weight"] <= 0 or not contract.has_text(key):
            continue
        text = filled(key, signal["detail"], language)
        # Two photos that show the same are one observation.
        if text not in told:
            told.add(text)
            # The strongest is never left out for an opening.
            yield Piece(f"signal.{signal['code']}.{len(told)}", text, 0 if len(told) == 1 else 3)


def _kept(document: Json, language: str) -> Iterator[Piece]:
    words = [
        contract.text(f"statement.material.{each['id']}", language)
        for each in document["criteria"]
        if each["done"] and contract.has_text(f"statement.material.{each['id']}")
    ]
    if words:
        listed = contract.text("statement.comma", language).join(words)
        yield Piece("kept", contract.text("statement.kept", language, materials=listed), 4)


def _pictures(records: Records, shop: str, document: Json) -> Iterator[Shown]:
    """Figures of what differs, then the photos they are made of, then the rest; each once."""
    photos = _photos(records, shop, document)
    given: set[str] = set()
    differing = [each for each in document["comparisons"] if each.get("outcome") in _DIFFERENT]
    for comparison in differing:
        if comparison.get("best_reference"):
            yield Shown("figure", comparison["id"], "comparison")
    pointed = [
        photo_id
        for comparison in differing
        for photo_id in (comparison.get("best_reference"), comparison["candidate"])
        if photo_id
    ]
    ranked = sorted(photos.values(), key=lambda photo: _ROLES.index(photo.role))
    for photo_id in (*pointed, *(photo.id for photo in ranked)):
        photo = photos.get(photo_id)
        if photo is not None and photo_id not in given:
            given.add(photo_id)
            yield Shown("photo", photo_id, photo.role.value, photo)


def _photos(records: Records, shop: str, document: Json) -> Mapping[str, Photo]:
    """Of the case and of what was packed, as they came."""
    case = records.get(shop, Case, document["refund_id"])
    ids = [*document["packing_photos"], *(case.photos if case is not None else ())]
    found = records.get_many(shop, Photo, list(dict.fromkeys(ids)))
    return {photo.id: photo for photo in found if photo is not None}
