"""The fingerprints of a shop's photos, kept in memory and brought up to date at each question."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services.ports import Records
from returnproof.services.records import Order

_PAGE: Final = 500
_MOST_SHOPS: Final = 32
# PDQ's authors: under this quality a picture has too little in it for its hash to mean anything.
LEAST_QUALITY: Final = 50


@dataclass(slots=True)
class _Shop:
    lock: threading.Lock = field(default_factory=threading.Lock)
    # Photo id → PDQ as a number, None where it means nothing.
    known: dict[str, int | None] = field(default_factory=dict)
    # The meaningful ones of buyers' photos alone.
    claims: dict[str, int] = field(default_factory=dict)


class Fingerprints:
    """One a process. A photo committed anywhere is found from the next question on."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._lock = threading.Lock()
        self._shops: OrderedDict[str, _Shop] = OrderedDict()

    def near(self, shop: str, hashes: tuple[str, ...], radius: int) -> list[tuple[int, int, str]]:
        """(distance, index of the nearest hash, photo id) within `radius`, nearest first.

        A linear scan: about 1 µs a photo and hash.
        """
        wanted = [int(each, 16) for each in hashes]
        found = []
        for photo_id, value in self._current(shop).known.items():
            if value is None:
                continue
            distance, index = min(
                ((value ^ each).bit_count(), index) for index, each in enumerate(wanted)
            )
            if distance <= radius:
                found.append((distance, index, photo_id))
        return sorted(found)

    def near_claims(
        self, shop: str, hashes: Iterable[str], radius: int
    ) -> dict[str, list[tuple[int, str]]]:
        """For each hash the buyers' photos within `radius`: (distance, photo id), nearest first."""
        wanted = list(hashes)
        claims = self._current(shop).claims.items() if wanted else ()
        found = {}
        for each in wanted:
            value = int(each, 16)
            near = (((value ^ other).bit_count(), photo_id) for photo_id, other in claims)
            found[each] = sorted(pair for pair in near if pair[0] <= radius)
        return found

    def _current(self, shop: str) -> _Shop:
        with self._lock:
            kept = self._shops.setdefault(shop, _Shop())
            self._shops.move_to_end(shop)
            while len(self._shops) > _MOST_SHOPS:
                self._shops.popitem(last=False)
        with kept.lock:
            if not self._catch_up(shop, kept):
                kept.known.clear()  # photos went away: the shop was removed and made again
                kept.claims.clear()
                self._catch_up(shop, kept)
            return _Shop(known=dict(kept.known), claims=dict(kept.claims))

    def _catch_up(self, shop: str, kept: _Shop) -> bool:
        """Newest first, until as many are known as there are; False when there are fewer."""
        known = kept.known
        after: str | None = None
        while True:
            page = self._records.page(shop, Order.photo_created, after=after, limit=_PAGE)
            if page.total < len(known):
                return False
            fresh = [each for each in page.ids if each not in known]
            for photo in self._records.get_many(shop, Photo, fresh):
                if photo is not None:
                    value = _meaning(photo)
                    known[photo.id] = value
                    if value is not None and photo.role is PhotoRole.buyer_claim:
                        kept.claims[photo.id] = value
            if page.next is None or len(known) >= page.total:
                return True
            after = page.next


def _meaning(photo: Photo) -> int | None:
    fingerprint = photo.facts.fingerprint
    return int(fingerprint.pdq, 16) if fingerprint.quality >= LEAST_QUALITY else None


def fingerprints_of(records: Records) -> Fingerprints:
    """The one of this process for a store, filled at its first question."""
    with _MAKING:
        if records not in _KEPT:
            _KEPT[records] = Fingerprints(records)
        return _KEPT[records]


_MAKING = threading.Lock()
_KEPT: WeakKeyDictionary[Records, Fingerprints] = WeakKeyDictionary()
