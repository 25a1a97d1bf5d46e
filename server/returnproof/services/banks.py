"""Pictures of the shop itself, in no case: what it offers, and what proves nothing anywhere."""

from collections.abc import Sequence
from typing import Final

from returnproof.domain.comparison import Comparison
from returnproof.domain.errors import NotFound
from returnproof.domain.photo import BANKS, Photo, PhotoRole
from returnproof.services import offers
from returnproof.services.comparisons import changed
from returnproof.services.fingerprints import PLACEHOLDER_RADIUS, fingerprints_of
from returnproof.services.ports import Records
from returnproof.services.records import Commit, Index, Record

MOST: Final = 1000
# Cases that are assessed anew when a listing picture goes, besides those it was near to.
_NEWEST: Final = 500


def keep(
    records: Records, shop: str, photos: Sequence[Photo]
) -> tuple[tuple[Photo, ...], tuple[Comparison, ...]]:
    """As they are or will be recorded, and the comparisons that they call for.

    Raises VersionConflict when somebody was quicker.
    """
    known = records.get_many(shop, Photo, [photo.id for photo in photos])
    fresh = {photo.id: photo for photo, old in zip(photos, known, strict=True) if old is None}
    waiting: tuple[Comparison, ...] = ()
    if fresh:
        shown = [photo for photo in fresh.values() if photo.role is PhotoRole.listing]
        waiting = offers.late(records, shop, shown) if shown else ()
        touched = {*_concerned(records, shop, tuple(fresh.values()))}
        touched |= {each.refund_id for each in waiting}
        events = tuple(changed(each) for each in waiting)
        writes: tuple[Record, ...] = (*fresh.values(), *waiting)
        records.commit(shop, Commit(writes=writes, events=events, touched=tuple(touched)))
    kept = tuple(old or fresh[photo.id] for photo, old in zip(photos, known, strict=True))
    return kept, waiting


def remove(records: Records, shop: str, photo_id: str) -> None:
    """Its bytes stay until the doctor is asked to clear up. Raises NotFound, VersionConflict."""
    found = records.get(shop, Photo, photo_id)
    if found is None or found.role not in BANKS:
        raise NotFound
    touched = set(_concerned(records, shop, [found]))
    if found.role is PhotoRole.listing:
        around = offers.claims_around(records, shop, [found], _NEWEST)
        touched |= {each.owner for each in around}
    records.commit(shop, Commit(deletes=(found,), touched=tuple(touched)))


def of(records: Records, shop: str, bank: PhotoRole) -> tuple[Photo, ...]:
    """Oldest first, MOST at most."""
    ids = records.find(shop, Index.photo_owner, bank, limit=MOST)
    return tuple(each for each in records.get_many(shop, Photo, ids) if each is not None)


def _concerned(records: Records, shop: str, photos: Sequence[Photo]) -> tuple[str, ...]:
    """The cases that may be seen otherwise when these become placeholders or are none."""
    placeholders = [photo for photo in photos if photo.role is PhotoRole.placeholder]
    hashes = {photo.facts.fingerprint.pdq for photo in placeholders}
    near = fingerprints_of(records).claims_at(shop, hashes, PLACEHOLDER_RADIUS)
    for photo in placeholders:
        near |= set(records.find(shop, Index.photo_sha256, photo.sha256, limit=MOST))
    claims = records.get_many(shop, Photo, sorted(near))
    return tuple({each.owner for each in claims if each and each.role is PhotoRole.buyer_claim})
