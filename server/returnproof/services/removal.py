"""Removing a whole shop: its records at once, and those bytes that no other shop keeps."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from returnproof.domain.errors import NotFound
from returnproof.domain.evidence import Evidence
from returnproof.domain.pack import Pack
from returnproof.domain.photo import Photo
from returnproof.services.ports import Blobs, Inspection, Records

# Another shop may be keeping the same bytes right now: each keeping makes the file young again,
# and no upload takes this long from its bytes to its record.
SETTLED_SECONDS = 60.0
_STEP_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Removed:
    records: int
    blobs: int


def remove_shop(
    records: Records,
    inspection: Inspection,
    blobs: Blobs,
    shop: str,
    *,
    settled: float = SETTLED_SECONDS,
    waiting: Callable[[], None] | None = None,
) -> Removed:
    """May take `settled` seconds when the shop was written to just now; `waiting` is then called.

    Raises StorageUnavailable. Interrupted between records and bytes, it leaves orphans that
    `doctor` names.
    """
    kept = _kept_by(inspection, shop)
    count = records.delete_shop(shop)
    told = False
    while any(_age(blobs, each) < settled for each in kept):
        if waiting is not None and not told:
            waiting()
            told = True
        time.sleep(_STEP_SECONDS)
    for other in inspection.shops():
        kept -= _kept_by(inspection, other)
    return Removed(count, sum(_removed(blobs, sha256) for sha256 in kept))


def _kept_by(inspection: Inspection, shop: str) -> set[str]:
    return {
        record.sha256
        for record in inspection.records(shop)
        if isinstance(record, Photo | Evidence | Pack)
    }


def _age(blobs: Blobs, sha256: str) -> float:
    try:
        return time.time() - blobs.path(sha256).stat().st_mtime
    except (NotFound, FileNotFoundError):
        return float("inf")


def _removed(blobs: Blobs, sha256: str) -> bool:
    try:
        blobs.remove(sha256)
    except NotFound:
        return False
    return True
