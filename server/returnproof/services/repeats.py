"""Where else in the shop a buyer's picture was given: the same bytes, or one that looks like it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from returnproof import contract
from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services.fingerprints import LEAST_QUALITY, fingerprints_of
from returnproof.services.ports import Index, Records

# A picture found in more places than this is no trace of anyone (a stock photo).
MOST_COPIES: Final = 50


@dataclass(frozen=True, slots=True)
class Sighting:
    """`photo` was also seen as `other`; `distance` of their fingerprints, 0 when `exact`."""

    photo: str
    other: Photo
    exact: bool
    distance: int


def sightings(records: Records, shop: str, photos: Iterable[Photo]) -> list[Sighting]:
    """Of the buyers' photos among `photos`, wherever they are: the caller knows what counts."""
    claims = [photo for photo in photos if photo.role is PhotoRole.buyer_claim]
    same = _same_bytes(records, shop, claims)
    near = _near(records, shop, claims)
    ids = {each for found in same.values() for each in found}
    ids |= {each for found in near.values() for _, each in found}
    wanted = sorted(ids)
    known = dict(zip(wanted, records.get_many(shop, Photo, wanted), strict=True))
    seen = []
    for photo in claims:
        pairs = {each: distance for distance, each in near.get(photo.facts.fingerprint.pdq, ())}
        for other_id in {*pairs, *same[photo.sha256]} - {photo.id}:
            other = known[other_id]
            if other is not None and other.role is PhotoRole.buyer_claim:
                exact = other.sha256 == photo.sha256
                seen.append(Sighting(photo.id, other, exact, 0 if exact else pairs[other_id]))
    return seen


def _same_bytes(records: Records, shop: str, claims: Iterable[Photo]) -> dict[str, tuple[str, ...]]:
    return {
        sha256: records.find(shop, Index.photo_sha256, sha256, limit=MOST_COPIES)
        for sha256 in {photo.sha256 for photo in claims}
    }


def _near(records: Records, shop: str, claims: Iterable[Photo]) -> dict[str, list[tuple[int, str]]]:
    radius = contract.rules()["repeated_picture"]["numbers"]["near_distance"]
    hashes = {
        photo.facts.fingerprint.pdq
        for photo in claims
        if photo.facts.fingerprint.quality >= LEAST_QUALITY
    }
    found = fingerprints_of(records).near_claims(shop, hashes, radius)
    return {each: near[:MOST_COPIES] for each, near in found.items()}
