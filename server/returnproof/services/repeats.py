"""Where else in the shop a buyer's picture was given: the same bytes, or that picture edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from returnproof import contract
from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison, ComparisonState, Outcome
from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services.clock import now
from returnproof.services.fingerprints import LEAST_QUALITY, fingerprints_of
from returnproof.services.ports import Records
from returnproof.services.pseudonyms import id_of_repeat
from returnproof.services.records import Index

# A picture found in more places than this is no trace of anyone (a stock photo).
MOST_COPIES: Final = 50
# A copy cropped by a tenth lies as far off as another photo of the same thing: whatever is this
# near (of 256 bits; unrelated pictures differ by about 128) the engine looks at, a few at most.
RADIUS: Final = 100
MOST_LOOKED_AT: Final = 4


@dataclass(frozen=True, slots=True)
class Sighting:
    """`photo` was also seen as `other`; `distance` of their fingerprints, 0 when `exact`.

    `comparison` is the one in which the engine found them to be the same picture, None when it has
    not looked at them.
    """

    photo: str
    other: Photo
    exact: bool
    distance: int
    comparison: str | None = None


def plan(
    records: Records, shop: str, case: Case, newcomers: Iterable[Photo]
) -> tuple[Comparison, ...]:
    """Comparisons of new claims of `case` with what is near them in cases of other orders."""
    claims = [photo for photo in newcomers if photo.role is PhotoRole.buyer_claim]
    near = _near(records, shop, claims)
    elsewhere = _elsewhere(records, shop, case, near)
    secret, moment = records.secret(shop), now()
    planned = []
    for claim in claims:
        found = [elsewhere[each] for *_, each in near.get(_hash(claim), ()) if each in elsewhere]
        # The same bytes need no second look.
        references = tuple(each.id for each in found if each.sha256 != claim.sha256)
        waiting = Comparison(
            id=id_of_repeat(secret, case.refund_id, claim.id),
            refund_id=case.refund_id,
            candidate=claim.id,
            references=references[:MOST_LOOKED_AT],
            state=ComparisonState.pending,
            created=moment,
            updated=moment,
        )
        planned += [waiting] if references else []
    return tuple(planned)


def _elsewhere(
    records: Records, shop: str, case: Case, near: Mapping[str, list[tuple[int, int, str]]]
) -> dict[str, Photo]:
    """Those of the photos found that belong to cases of other orders."""
    ids = sorted({each for found in near.values() for *_, each in found})
    photos = [each for each in records.get_many(shop, Photo, ids) if each is not None]
    owners = sorted({photo.owner for photo in photos})
    orders = {
        each.refund_id: each.order_id for each in records.get_many(shop, Case, owners) if each
    }
    return {
        photo.id: photo
        for photo in photos
        if orders.get(photo.owner, case.order_id) != case.order_id
    }


def sightings(records: Records, shop: str, photos: Iterable[Photo]) -> list[Sighting]:
    """Of the buyers' photos among `photos`, wherever they are: the caller knows what counts."""
    claims = [photo for photo in photos if photo.role is PhotoRole.buyer_claim]
    same = _same_bytes(records, shop, claims)
    near = _near(records, shop, claims)
    ids = {each for found in same.values() for each in found}
    ids |= {each for found in near.values() for *_, each in found}
    known = {
        each.id: each for each in records.get_many(shop, Photo, sorted(ids)) if each is not None
    }
    looks = _looks(records, shop, [*claims, *known.values()])
    nothing = {each.sha256 for each in known.values() if each.role is PhotoRole.placeholder}
    hint: int = contract.rules()["repeated_picture"]["numbers"]["near_distance"]
    seen = []
    for photo in claims:
        if photo.sha256 in nothing or _is_placeholder(photo, near):
            continue
        distances = {each: (distance, way) for distance, way, each in near.get(_hash(photo), ())}
        for other_id in sorted({*distances, *same[photo.sha256]} - {photo.id}):
            other = known.get(other_id)
            if other is None or other.role is not PhotoRole.buyer_claim:
                continue
            if other.sha256 == photo.sha256:
                seen.append(Sighting(photo.id, other, exact=True, distance=0))
                continue
            said, comparison = _said(looks, photo.id, other_id)
            distance, way = distances[other_id]
            # A likeness that nobody looked at is a hint as the pictures are; turned, none.
            if said or (said is None and way == 0 and distance <= hint):
                seen.append(
                    Sighting(photo.id, other, exact=False, distance=distance, comparison=comparison)
                )
    return seen


def _looks(records: Records, shop: str, photos: Sequence[Photo]) -> Mapping[str, Comparison]:
    """What the engine said of each photo and those near it, by the photo's id."""
    secret = records.secret(shop)
    ids = sorted({id_of_repeat(secret, photo.owner, photo.id) for photo in photos})
    found = records.get_many(shop, Comparison, ids)
    return {each.candidate: each for each in found if each is not None}


def _said(looks: Mapping[str, Comparison], one: str, other: str) -> tuple[bool | None, str | None]:
    """Whether the two are one picture, None while nobody looked; and in which comparison."""
    said = None
    for candidate, reference in ((one, other), (other, one)):
        look = looks.get(candidate)
        if look is None or look.result is None or reference not in look.references:
            continue
        if look.result.outcome is not Outcome.same_picture:
            said = False
        elif look.result.best_reference == reference:
            return True, look.id
    return said, None


def _same_bytes(records: Records, shop: str, claims: Iterable[Photo]) -> dict[str, tuple[str, ...]]:
    return {
        sha256: records.find(shop, Index.photo_sha256, sha256, limit=MOST_COPIES)
        for sha256 in {photo.sha256 for photo in claims}
    }


def _near(
    records: Records, shop: str, claims: Iterable[Photo]
) -> dict[str, list[tuple[int, int, str]]]:
    hashes = {_hash(photo) for photo in claims if photo.facts.fingerprint.quality >= LEAST_QUALITY}
    found = fingerprints_of(records).near_claims(shop, hashes, RADIUS)
    return {each: near[:MOST_COPIES] for each, near in found.items()}


def _is_placeholder(photo: Photo, near: Mapping[str, object]) -> bool:
    """Its hash means something, and the index left it out all the same."""
    return photo.facts.fingerprint.quality >= LEAST_QUALITY and _hash(photo) not in near


def _hash(photo: Photo) -> str:
    return photo.facts.fingerprint.pdq
