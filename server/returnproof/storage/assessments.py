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

    def keep(self, shop: str, made: Sequence[tuple[str, int, bytes]]) -> None:
        """`made` as (refund id, epoch, document); one write, so that 200 cost one fsync."""
        if not made:
            return
        arguments = [each for document in made for each in document]
        self._door.run(
            self._cache,
            [keys.epochs(shop), *(_key(shop, refund_id) for refund_id, _, _ in made)],
            [KEPT_SECONDS, *arguments],
        )


def _key(shop: str, refund_id: str) -> str:
    return keys.prefix(shop) + keys.assessment_suffix(refund_id)
