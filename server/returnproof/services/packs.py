"""Makes evidence packs: a BagIt bag of originals and facts, zipped always the same way, kept."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from returnproof.domain.errors import DomainError, NotFound, OriginalMissing, TooLarge
from returnproof.domain.evidence import Opening
from returnproof.domain.pack import Pack
from returnproof.services import evidence
from returnproof.services.clock import now
from returnproof.services.pack_archive import MAX_FILES, write_folder
from returnproof.services.pack_contents import FORMAT, Contents, Original, contents_of
from returnproof.services.ports import Blobs, Commit, Event, Records
from returnproof.services.writing import retried

MAX_PACK_BYTES: Final = 2 << 30
OPENINGS_LISTED: Final = 200
_BAGGING_SECONDS: Final = 600
_ABANDONED_SECONDS: Final = 86_400
# Making one reads and writes everything kept of a case; the disk is the limit, not the threads.
_AT_ONCE: Final = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Packs:
    """`made_by` and `by` are ids of tokens."""

    records: Records
    blobs: Blobs

    def make(self, shop: str, refund_id: str, *, made_by: str) -> Pack:
        """Durable when it returns. Raises NotFound, TooLarge, OriginalMissing, StorageFull."""
        contents = contents_of(self.records, shop, refund_id)
        _check_size(contents)
        for original in contents.originals:
            if original.path.startswith("originals/evidence/"):
                evidence.open_original(self.records, shop, original.facts["id"], by=made_by)
        with _AT_ONCE, self.blobs.stage() as staged, _workplace(staged.path) as place:
            bag = place / "bag"
            created = now()
            self._lay_out(bag, contents, created)
            _make_bag(bag, shop, refund_id)
            _check_bytes(bag, contents)
            archive = place / "pack.zip"
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
            _write_json(bag / "facts" / f"{name}.json", facts)
        listed = [_index_entry(each) for each in contents.originals]
        index = {"format": FORMAT, "created": created, "originals": listed}
        _write_json(bag / "facts" / "index.json", index)
        for original in contents.originals:
            target = bag / original.path
            target.parent.mkdir(parents=True, exist_ok=True)
            _place(self._source(original), target)

    def _source(self, original: Original) -> Path:
        try:
            return self.blobs.path(original.sha256)
        except NotFound as error:
            raise OriginalMissing(sha256=original.sha256) from error


def _check_size(contents: Contents) -> None:
    total = sum(each.size for each in contents.originals)
    if total > MAX_PACK_BYTES or len(contents.originals) > MAX_FILES // 2:
        raise TooLarge(limit=MAX_PACK_BYTES)


def _check_bytes(bag: Path, contents: Contents) -> None:
    """The bag's own hashes against what was promised at upload: a damaged disk is told here."""
    hashed = {}
    for line in (bag / "manifest-sha256.txt").read_text().splitlines():
        digest, _, path = line.partition("  ")
        hashed[path] = digest
    for original in contents.originals:
        if hashed.get(f"data/{original.path}") != original.sha256:
            raise OriginalMissing("damaged", sha256=original.sha256)


def _index_entry(original: Original) -> dict[str, object]:
    return {
        "path": original.path,
        "sha256": original.sha256,
        "size": original.size,
        "record": original.facts,
    }


def _write_json(path: Path, document: object) -> None:
    """Sorted and indented, so that a person and a diff can read it."""
    encoded = msgspec.json.encode(document, order="sorted")
    path.write_bytes(msgspec.json.format(encoded, indent=2) + b"\n")


def _place(source: Path, target: Path) -> None:
    """A second name for the same bytes where the file system has that; nothing here is changed."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@contextmanager
def _workplace(staged: Path) -> Iterator[Path]:
    """A folder on the blobs' own file system; what a killed process left there is removed."""
    root = staged.parent.parent / "packing"
    root.mkdir(mode=0o700, exist_ok=True)
    for left in root.iterdir():
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=root) as place:
        yield Path(place)


def _make_bag(bag: Path, shop: str, refund_id: str) -> None:
    """In a child process: `bagit` changes the working directory, which threads share."""
    done = subprocess.run(  # noqa: S603 - our own interpreter, and values behind `=`
        [
            sys.executable,
            *("-m", "bagit", "--quiet", "--sha256"),
            f"--source-organization=ReturnProof shop {shop}",
            f"--external-identifier={refund_id}",
            "--external-description=Evidence kept for one after-sales case",
            str(bag),
        ],
        cwd=bag.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_BAGGING_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise DomainError from RuntimeError(done.stderr.decode(errors="replace")[-2000:])
