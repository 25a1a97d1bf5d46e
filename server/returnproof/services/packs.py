"""Makes evidence packs: a BagIt bag of originals and facts, zipped always the same way, kept."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from returnproof.domain.errors import (
    NotFound,
    OriginalMissing,
    TooLarge,
    TooManyRequests,
)
from returnproof.domain.evidence import Opening
from returnproof.domain.pack import Pack
from returnproof.services import evidence
from returnproof.services.clock import now
from returnproof.services.pack_archive import MAX_FILES, write_folder
from returnproof.services.pack_bag import check_bytes, make_bag, place, workplace, write_json
from returnproof.services.pack_contents import FORMAT, Contents, Original, contents_of
from returnproof.services.ports import Blobs, Records
from returnproof.services.records import Commit, Event
from returnproof.services.writing import retried

MAX_PACK_BYTES: Final = 2 << 30
OPENINGS_LISTED: Final = 200
# Making one reads and writes everything kept of a case; the disk is the limit, not the threads.
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_TURN_SECONDS: Final = 20.0
_RETRY_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class Packs:
    """`made_by` and `by` are ids of tokens."""

    records: Records
    blobs: Blobs

    def make(self, shop: str, refund_id: str, *, made_by: str) -> Pack:
        """Durable when it returns.

        Raises NotFound, TooLarge, OriginalMissing, StorageFull, TooManyRequests.
        """
        contents = contents_of(self.records, shop, refund_id)
        # Copies where links are not to be had, the archive, and the blob it becomes.
        self.blobs.require_room(3 * _size(contents))
        for original in contents.originals:
            if original.path.startswith("originals/evidence/"):
                evidence.open_original(self.records, shop, original.facts["id"], by=made_by)
        with _turn(), self.blobs.stage() as staged, workplace(staged.path) as folder:
            bag = folder / "bag"
            created = now()
            self._lay_out(bag, contents, created)
            make_bag(bag, shop, refund_id)
            check_bytes(bag, contents.originals)
            archive = folder / "pack.zip"
            with archive.open("w+b") as target:
                write_folder(bag, target)
                target.seek(0)
                staged.write_from(target, MAX_PACK_BYTES)
            self.blobs.keep(staged)
            pack = Pack(
                id=secrets.token_hex(12),
                refund_id=refund_id,
                sha256=staged.sha256,
                size=staged.size,
                files=len(contents.originals),
                created=created,
                made_by=made_by,
            )
        event = Event("case.changed", {"refund_id": refund_id})
        self.records.commit(shop, Commit(writes=(pack,), events=(event,)))
        return pack

    def get(self, shop: str, pack_id: str) -> Pack:
        found = self.records.get(shop, Pack, pack_id)
        if found is None:
            raise NotFound
        return found

    def open(self, shop: str, pack_id: str, *, by: str) -> Pack:
        """Records the opening before a byte is given, as with the evidence inside."""

        def step() -> Pack:
            found = self.get(shop, pack_id)
            openings = (*found.openings, Opening(now(), by))[-OPENINGS_LISTED:]
            opened = replace(found, openings=openings, opened=found.opened + 1)
            self.records.commit(shop, Commit(writes=(opened,)))
            return opened

        return retried(step)

    def _lay_out(self, bag: Path, contents: Contents, created: str) -> None:
        (bag / "facts").mkdir(parents=True)
        for name, facts in contents.facts.items():
            write_json(bag / "facts" / f"{name}.json", facts)
        listed = [_index_entry(each) for each in contents.originals]
        index = {"format": FORMAT, "created": created, "originals": listed}
        write_json(bag / "facts" / "index.json", index)
        for original in contents.originals:
            target = bag / original.path
            target.parent.mkdir(parents=True, exist_ok=True)
            place(self._source(original), target)

    def _source(self, original: Original) -> Path:
        try:
            return self.blobs.path(original.sha256)
        except NotFound as error:
            raise OriginalMissing(sha256=original.sha256) from error


def _size(contents: Contents) -> int:
    """Bytes of all originals. Raises TooLarge."""
    total = sum(each.size for each in contents.originals)
    if total > MAX_PACK_BYTES or len(contents.originals) > MAX_FILES // 2:
        raise TooLarge(limit=MAX_PACK_BYTES)
    return total


@contextmanager
def _turn() -> Iterator[None]:
    """Raises TooManyRequests: whoever waits here keeps others from being answered at all."""
    if not _AT_ONCE.acquire(timeout=_TURN_SECONDS):
        raise TooManyRequests(retry_after=_RETRY_SECONDS)
    try:
        yield
    finally:
        _AT_ONCE.release()


def _index_entry(original: Original) -> dict[str, object]:
    return {
        "path": original.path,
        "sha256": original.sha256,
        "size": original.size,
        "record": original.facts,
    }
