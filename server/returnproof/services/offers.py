"""Whether a buyer's picture is one of the shop's own listing pictures, as it is or edited."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from returnproof.domain.case import Case
from returnproof.domain.case_file import Offered
from returnproof.domain.comparison import Comparison, ComparisonState, Outcome
from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services.clock import now
from returnproof.services.fingerprints import LEAST_QUALITY, fingerprints_of
from returnproof.services.hash_symmetries import turned
from returnproof.services.ports import Records
from returnproof.services.pseudonyms import id_of_offer
from returnproof.services.records import Index, Order

# As far as a copy cropped by a tenth lies from its original; the engine decides.
RADIUS: Final = 100
# So many the engine looks at, the nearest. A bank that holds no more of them is looked at whole,
# which also finds what no fingerprint does: screenshots, large crops, free turns.
MOST_LOOKED_AT: Final = 6
MOST_NEAR: Final = 50
# Of so many cases the photos are held against a listing picture that comes later.
NEWEST: Final = 50


def plan(
    records: Records,
    shop: str,
    claims: Iterable[Photo],
    fresh: Sequence[Photo] = (),
    most: int = MOST_LOOKED_AT,
) -> tuple[Comparison, ...]:
    """Comparisons of buyers' photos with the listing pictures they may be copies of.

    `fresh` are listing pictures about to be kept. What already rests on the same pictures stays.
    """
    claims = [photo for photo in claims if photo.role is PhotoRole.buyer_claim]
    if not claims:
        return ()
    kept = records.find(shop, Index.photo_owner, PhotoRole.listing, limit=most + 1)
    bank = tuple(dict.fromkeys((*kept, *(photo.id for photo in fresh))))
    near = _near(records, shop, claims, fresh) if len(bank) > most else {}
    secret, moment = records.secret(shop), now()
    ids = [id_of_offer(secret, each.owner, each.id) for each in claims]
    known = records.get_many(shop, Comparison, ids)
    waiting = []
    for claim, comparison_id, old in zip(claims, ids, known, strict=True):
        references = bank if len(bank) <= most else near.get(claim.id, ())[:most]
        if not references or (old is not None and old.references == references):
            continue
        anew = Comparison(
            id=comparison_id,
            refund_id=claim.owner,
            candidate=claim.id,
            references=references,
            state=ComparisonState.pending,
            created=old.created if old else moment,
            updated=moment,
            version=old.version if old else 0,
        )
        waiting.append(anew)
    return tuple(waiting)


def late(records: Records, shop: str, fresh: Sequence[Photo]) -> tuple[Comparison, ...]:
    """Of what buyers gave before these listing pictures: what is near them, and the newest."""
    return plan(records, shop, claims_around(records, shop, fresh, NEWEST), fresh)


def claims_around(
    records: Records, shop: str, listings: Sequence[Photo], newest: int
) -> tuple[Photo, ...]:
    """Buyers' photos that may be copies of `listings`, and those of the `newest` cases."""
    hashes = {_hash(photo) for photo in listings if _tells(photo)}
    near = fingerprints_of(records).near_claims(shop, hashes, RADIUS).values()
    ids = {photo_id for found in near for *_, photo_id in found[:MOST_NEAR]}
    for sha256 in {photo.sha256 for photo in listings}:
        ids.update(records.find(shop, Index.photo_sha256, sha256, limit=MOST_NEAR))
    page = records.page(shop, Order.case_updated, after=None, limit=newest, newest_first=True)
    for case in records.get_many(shop, Case, page.ids):
        ids.update(case.photos if case is not None else ())
    found = records.get_many(shop, Photo, sorted(ids))
    return tuple(each for each in found if each and each.role is PhotoRole.buyer_claim)


def found(records: Records, shop: str, photos: Iterable[Photo]) -> Mapping[str, Offered]:
    """By the id of each buyer's photo that is a listing picture still kept."""
    claims = [photo for photo in photos if photo.role is PhotoRole.buyer_claim]
    if not claims or not records.find(shop, Index.photo_owner, PhotoRole.listing, limit=1):
        return {}
    secret = records.secret(shop)
    ids = [id_of_offer(secret, each.owner, each.id) for each in claims]
    looks = dict(zip(ids, records.get_many(shop, Comparison, ids), strict=True))
    known = _listed(records, shop, claims, [each for each in looks.values() if each])
    seen = {}
    for claim, look in zip(claims, looks.values(), strict=True):
        same = [each for each in known.values() if each.sha256 == claim.sha256]
        said = _copied(look)
        listing = same[0] if same else known.get(said or "")
        if listing is not None:
            there = look.id if look is not None and said == listing.id else None
            seen[claim.id] = Offered(claim.id, listing.id, exact=bool(same), comparison=there)
    return seen


def _copied(look: Comparison | None) -> str | None:
    """The listing picture that the engine found to be the same."""
    result = look.result if look is not None else None
    copy = result is not None and result.outcome is Outcome.same_picture
    return result.best_reference if result is not None and copy else None


def _listed(
    records: Records, shop: str, claims: Sequence[Photo], looks: Sequence[Comparison]
) -> dict[str, Photo]:
    """The listing pictures, still kept, that claims are equal to or were found to be."""
    ids = {each for look in looks if (each := _copied(look)) is not None}
    for sha256 in {claim.sha256 for claim in claims}:
        ids.update(records.find(shop, Index.photo_sha256, sha256))
    kept = records.get_many(shop, Photo, sorted(ids))
    return {each.id: each for each in kept if each is not None and each.role is PhotoRole.listing}


def _near(
    records: Records, shop: str, claims: Sequence[Photo], fresh: Sequence[Photo]
) -> dict[str, tuple[str, ...]]:
    """By claim, nearest first; `fresh` ones are in no index yet."""
    index = fingerprints_of(records)
    seen = {}
    for claim in claims:
        if _tells(claim):
            near = {each: bits for bits, _, each in index.near_listings(shop, _hash(claim), RADIUS)}
            ways = [int(each, 16) for each in turned(_hash(claim))]
            for photo in fresh:
                other = int(_hash(photo), 16)
                bits = min((way ^ other).bit_count() for way in ways)
                if bits <= RADIUS and _tells(photo):
                    near[photo.id] = bits
            seen[claim.id] = tuple(sorted(near, key=lambda each: (near[each], each)))
    return seen


def _tells(photo: Photo) -> bool:
    return photo.facts.fingerprint.quality >= LEAST_QUALITY


def _hash(photo: Photo) -> str:
    return photo.facts.fingerprint.pdq
