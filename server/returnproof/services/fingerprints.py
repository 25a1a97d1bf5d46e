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
from returnproof.services.hash_symmetries import turned
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
    listings: "BitIndex" = field(default_factory=_index)
    others: "BitIndex" = field(default_factory=_index)
    placeholders: "BitIndex" = field(default_factory=_index)
    cursor: PhotoCursor | None = None
    overlap: bool = False

    @property
    def indexes(self) -> "tuple[BitIndex, ...]":
        return self.claims, self.listings, self.others, self.placeholders

    def of(self, photo: Photo) -> "BitIndex":
        own = {
            PhotoRole.placeholder: self.placeholders,
            PhotoRole.listing: self.listings,
            PhotoRole.buyer_claim: self.claims,
        }
        return own.get(photo.role, self.others)

    def forget(self, photo_id: str) -> None:
        any(each.remove(photo_id) for each in self.indexes)

    def empty(self) -> None:
        self.claims, self.listings, self.others, self.placeholders = (_index() for _ in range(4))


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
            shown = kept.claims, kept.listings, kept.others
            found = [each for index in shown for each in index.within(wanted, radius)]
        return sorted(found)

    def near_claims(
        self, shop: str, hashes: Iterable[str], radius: int
    ) -> dict[str, list[tuple[int, int, str]]]:
        """For each hash the buyers' photos within `radius`, turned or mirrored ones too.

        As `near` says them, asked for all of `hash_symmetries.turned`. A hash of a placeholder is
        left out.
        """
        wanted = list(hashes)
        if not wanted:
            return {}
        kept = self._kept(shop)
        with kept.lock:
            self._catch_up(shop, kept)
            found = {}
            for each in wanted:
                values = [int(symmetry, 16) for symmetry in turned(each)]
                if not kept.placeholders.within(values[:1], PLACEHOLDER_RADIUS):
                    found[each] = kept.claims.within(values, radius)
            return found

    def near_listings(self, shop: str, pdq: str, radius: int) -> list[tuple[int, int, str]]:
        """The shop's listing pictures within `radius`, as `near` says them; turned ones too."""
        kept = self._kept(shop)
        with kept.lock:
            self._catch_up(shop, kept)
            return kept.listings.within([int(each, 16) for each in turned(pdq)], radius)

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
        kept.empty()
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
