"""A photo: bytes kept as they came, and what they show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class PhotoRole(StrEnum):
    """What a photo shows. `packing` belongs to an order, BANKS to the shop, the others to a case.

    `listing`: a picture of the shop's own offers; `placeholder`: one that proves nothing wherever
    it turns up (a platform's grey box, a stock photo), and is never matched.
    """

    packing = "packing"
    buyer_claim = "buyer_claim"
    return_inspection = "return_inspection"
    screenshot = "screenshot"
    logistics = "logistics"
    chat = "chat"
    other = "other"
    listing = "listing"
    placeholder = "placeholder"


# Kept for the index alone; such a photo's `owner` is its bank's name.
BANKS = frozenset({PhotoRole.listing, PhotoRole.placeholder})

# Photos of these roles show the item itself, so they are compared with the packing photos.
COMPARED_ROLES = frozenset({PhotoRole.buyer_claim, PhotoRole.return_inspection})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Perceptual hashes of the upright picture: hex, pHash of 64 bits, PDQ of 256.

    `quality` is PDQ's own measure, 0 to 100; under 50 its distance means little.
    """

    phash: str
    pdq: str
    quality: int


# A JPEG without the two bytes that end it: every pixel is there all the same.
NO_END_MARKER = "no_end_marker"


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What decoding found. `width` and `height` are pixels of the upright picture.

    `taken` is the camera's own clock (RFC 3339, as EXIF says it, no zone assumed), if any;
    `oddities` name what is unusual about the file though its picture is whole.
    """

    media_type: str
    width: int
    height: int
    fingerprint: Fingerprint
    taken: str | None = None
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Photo:
    """The record of one photo in one role; `owner` is the id of the order or case it belongs to.

    `source` and `provenance` (how it was come by, a JSON object) are the sender's word.
    """

    id: str
    sha256: str
    size: int
    role: PhotoRole
    owner: str
    name: str
    facts: PhotoFacts
    created: str
    source: str | None = None
    provenance: Mapping[str, Any] | None = field(default=None, hash=False)
    version: int = 0
