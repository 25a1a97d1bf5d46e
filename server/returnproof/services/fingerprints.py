"""The fingerprints of a shop's photos, kept in memory and brought up to date at each question.

Redis holds the truth; what is here can be thrown away and read again at any time.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services.ports import Records
from returnproof.services.records import Order, PhotoCursor

if TYPE_CHECKING:
    from returnproof.services.bit_index import BitIndex

_PAGE: Final = 500
_MOST_SHOPS: Final = 32
# PDQ's authors: under this quality a picture has too little in it for its hash to mean anything.
LEAST_QUALITY: Final = 50
# PDQ's authors' own, for what is shown again as it was: nearer to a placeholder than this is it.
PLACEHOLDER_RADIUS: Final = 31


def _index() -> "BitIndex":
    """Numpy is loaded by the first search, not by every process that could search."""
    from returnproof.services.bit_index import BitIndex  # noqa: PLC0415

    return BitIndex()


@dataclass(slots=True)
class _Shop:
    """`cursor` None: nothing was read yet. Up to `overlap` the log tells of photos read already."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    claims: "BitIndex" = field(default_factory=_index)
    others: "BitIndex" = field(default_factory=_index)
    placeholders: "BitIndex" = field(default_factory=_index)
    cursor: PhotoCursor | None = None
    overlap: bool = False

    def of(self, photo: Photo) -> "BitIndex":
        if photo.role is PhotoRole.placeholder:
            return self.placeholders
        return self.claims if photo.role is PhotoRole.buyer_claim else self.others

    def forget(self, photo_id: str) -> None:
        any(each.remove(photo_id) for each in (self.claims, self.others, self.placeholders))


class Fingerprints:
    """One a process. A photo committed anywhere is found from the next question on."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._lock = threading.Lock()
        self._shops: OrderedDict[str, _Shop] = OrderedDict()

    def near(self, shop: str, hashes: Sequence[str], radius: int) -> list[tuple[int, int, str]]:
        """(distance, index of the nearest hash, photo id) within `radius`, nearest first; exact.

        Placeholders are not among them, and nothing is near to one.
        """
        wanted = [int(each, 16) for each in hashes]
        kept = self._kept(shop)
        with kept.lock:
            self._catch_up(shop, kept)
            if kept.placeholders.within(wanted, PLACEHOLDER_RADIUS):
                return []
            found = [
                *kept.claims.within(wanted, radius),
                *kept.others.within(wanted, radius),
            ]
        return sorted(found)

    def near_claims(
        self, shop: str, hashes: Iterable[str], radius: int
    ) -> dict[str, list[tuple[int, str]]]:
        """For each hash the buyers' photos within `radius`: (distance, photo id), nearest first.

        A hash of a placeholder is left out.
        """
        wanted = list(hashes)
        if not wanted:
            return {}
        kept = self._kept(shop)
        with kept.lock:
            self._catch_up(shop, kept)
            found = {}
            for each in wanted:
                value = [int(each, 16)]
                if not kept.placeholders.within(value, PLACEHOLDER_RADIUS):
                    near = kept.claims.within(value, radius)
                    found[each] = [(distance, photo_id) for distance, _, photo_id in near]
            return found

    def claims_at(self, shop: str, hashes: Iterable[str], radius: int) -> set[str]:
        """Ids of the buyers' photos within `radius` of any of these, placeholders or not."""
        kept = self._kept(shop)
        with kept.lock:
            self._catch_up(shop, kept)
            found = kept.claims.within([int(each, 16) for each in hashes], radius)
        return {photo_id for _, _, photo_id in found}

    def _kept(self, shop: str) -> _Shop:
        with self._lock:
            kept = self._shops.setdefault(shop, _Shop())
            self._shops.move_to_end(shop)
            while len(self._shops) > _MOST_SHOPS:
                self._shops.popitem(last=False)
            return kept

    def _catch_up(self, shop: str, kept: _Shop) -> None:
        while True:
            if kept.cursor is None:
                self._read_all(shop, kept)
            assert kept.cursor is not None
            news = self._records.photo_news(shop, kept.cursor)
            if news is None:  # away for too long, or the shop was removed and made again
                kept.cursor = None
                continue
            self._follow(shop, kept, news.changes)
            kept.cursor = news.cursor
            if not news.more:
                kept.overlap = False
                return

    def _read_all(self, shop: str, kept: _Shop) -> None:
        """The log's end is asked for first: what comes meanwhile is told by it once more."""
        cursor = self._records.photo_cursor(shop)
        kept.claims, kept.others, kept.placeholders = _index(), _index(), _index()
        kept.overlap = True
        after = None
        while True:
            page = self._records.page(
                shop, Order.photo_created, after=after, limit=_PAGE, newest_first=False
            )
            for photo in self._records.get_many(shop, Photo, page.ids):
                _add(kept, photo)
            after = page.next
            if after is None:
                break
        kept.cursor = cursor

    def _follow(self, shop: str, kept: _Shop, changes: Sequence[tuple[bool, str]]) -> None:
        came = [photo_id for added, photo_id in changes if added]
        found: dict[str, Photo] = {}
        for start in range(0, len(came), _PAGE):
            photos = self._records.get_many(shop, Photo, came[start : start + _PAGE])
            found |= {photo.id: photo for photo in photos if photo is not None}
        for added, photo_id in changes:
            if not added or kept.overlap:
                kept.forget(photo_id)
            if added:  # one that has gone again since is not there any more
                _add(kept, found.get(photo_id))


def _add(kept: _Shop, photo: Photo | None) -> None:
    if photo is not None and photo.facts.fingerprint.quality >= LEAST_QUALITY:
        kept.of(photo).add(photo.id, int(photo.facts.fingerprint.pdq, 16))


def fingerprints_of(records: Records) -> Fingerprints:
    """The one of this process for a store, filled at its first question."""
    with _MAKING:
        if records not in _KEPT:
            _KEPT[records] = Fingerprints(records)
        return _KEPT[records]


_MAKING = threading.Lock()
_KEPT: WeakKeyDictionary[Records, Fingerprints] = WeakKeyDictionary()
