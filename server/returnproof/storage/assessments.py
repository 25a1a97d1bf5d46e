"""Assessments kept until a commit touches their case, and the epochs that say so."""

from collections.abc import Sequence
from typing import Final

from returnproof.storage import keys, scripts
from returnproof.storage.door import Door, Script

# They can always be computed again; a month bounds what the store carries for old cases.
KEPT_SECONDS: Final = 30 * 24 * 3600


class Assessments:
    """A cache: losing any of it costs time only."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._cache = Script(scripts.CACHE_ASSESSMENT)

    def cached(self, shop: str, refund_ids: Sequence[str]) -> list[bytes | None]:
        if not refund_ids:
            return []
        found: list[bytes | None] = self._door.read("MGET", *(_key(shop, e) for e in refund_ids))
        return found

    def epochs(self, shop: str, refund_ids: Sequence[str]) -> list[int]:
        if not refund_ids:
            return []
        found = self._door.read("HMGET", keys.epochs(shop), *refund_ids)
        return [int(each or 0) for each in found]

    def keep(self, shop: str, refund_id: str, epoch: int, document: bytes) -> None:
        self._door.run(
            self._cache,
            [keys.epochs(shop), _key(shop, refund_id)],
            [refund_id, epoch, document, KEPT_SECONDS],
        )


def _key(shop: str, refund_id: str) -> str:
    return keys.prefix(shop) + keys.assessment_suffix(refund_id)
