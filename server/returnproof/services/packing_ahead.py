"""Packing photos nobody has prepared: those of an import, or of before a restart.

The web prepares what it receives itself, as long as it lives; this finds the rest in the records.
"""

from datetime import UTC, datetime
from typing import Final

from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services.ports import Records
from returnproof.services.preparing import Preparing
from returnproof.services.records import Order

# While photos still arrive, receiving them comes first, and the web prepares its own after that.
SETTLED_SECONDS: Final = 30.0
# A shop's latest; older ones are prepared by their first comparison.
MOST: Final = 500
_STEP: Final = 100


class PackingAhead:
    """`look` is cheap when nothing is new. What was prepared already costs a look at its file."""

    def __init__(
        self, records: Records, ahead: Preparing, settled_seconds: float = SETTLED_SECONDS
    ) -> None:
        self._records = records
        self._ahead = ahead
        self._settled_seconds = settled_seconds
        self._newest: dict[str, str] = {}

    def look(self) -> None:
        """Returns soon; the work is done behind. Raises StorageUnavailable."""
        for shop in self._records.shops():
            self._look(shop)

    def _look(self, shop: str) -> None:
        found = self._unseen(shop)
        if not found or _age(found[0]) < self._settled_seconds:
            return
        self._newest[shop] = found[0].id
        self._ahead.note(each.sha256 for each in found if each.role is PhotoRole.packing)

    def _unseen(self, shop: str) -> list[Photo]:
        """The newest first."""
        known = self._newest.get(shop)
        found: list[Photo] = []
        after = None
        while len(found) < MOST:
            page = self._records.page(shop, Order.photo_created, after=after, limit=_STEP)
            fresh = page.ids[: page.ids.index(known)] if known in page.ids else page.ids
            found += [each for each in self._records.get_many(shop, Photo, fresh) if each]
            after = page.next
            if after is None or len(fresh) < len(page.ids):
                break
        return found


def _age(photo: Photo) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(photo.created)).total_seconds()
