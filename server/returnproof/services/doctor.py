"""Holds store and blobs against each other and says what is missing, orphaned or damaged.

It changes nothing, and may run while the server works: what a request could be in the middle of
is looked at twice, or left alone while it is young.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from returnproof.domain.errors import NotFound
from returnproof.domain.evidence import Evidence
from returnproof.domain.pack import Pack
from returnproof.domain.photo import Photo
from returnproof.services.ports import Blobs, Inspection
from returnproof.services.references import Shelf, dangling

# An upload's bytes are kept before its record is; no request lasts this long.
_YOUNG_SECONDS: Final = 3600.0
_CHUNK: Final = 1 << 20


class Code(StrEnum):
    """Each has a sentence under `doctor.` in shared/i18n."""

    blob_missing = "blob_missing"
    blob_corrupt = "blob_corrupt"
    blob_orphan = "blob_orphan"
    record_damaged = "record_damaged"
    reference_dangling = "reference_dangling"
    index_missing = "index_missing"
    index_stray = "index_stray"


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is what it is about (`photo p1`, a SHA-256), `detail` what fills the sentence."""

    code: Code
    shop: str | None
    subject: str
    detail: str = ""

    @property
    def harmful(self) -> bool:
        """An orphan only takes room: an upload that was never acknowledged left it."""
        return self.code is not Code.blob_orphan


@dataclass(frozen=True, slots=True)
class Report:
    """`records` and `blobs` say how much was looked at."""

    findings: tuple[Finding, ...]
    records: int
    blobs: int

    @property
    def exit_status(self) -> int:
        """0: nothing is lost or wrong. 1: at least one finding is harmful."""
        return int(any(finding.harmful for finding in self.findings))


def examine(inspection: Inspection, blobs: Blobs) -> Report:
    """Reads every record and every byte. Raises StorageUnavailable."""
    findings: list[Finding] = []
    wanted: dict[str, tuple[str, str]] = {}
    records = 0
    for shop in inspection.shops():
        shelf = Shelf()
        for record in inspection.records(shop):
            records += 1
            shelf.add(record)
            if isinstance(record, Photo | Evidence | Pack):
                wanted[record.sha256] = (shop, record.id)
        findings += _of_shop(inspection, shop, shelf)
    kept = 0
    for sha256 in blobs.all():
        kept += 1
        findings += _of_blob(blobs, sha256, wanted.pop(sha256, None))
    findings += _missing(blobs, wanted)
    return Report(tuple(findings), records, kept)


def _of_shop(inspection: Inspection, shop: str, shelf: Shelf) -> Iterator[Finding]:
    for name in inspection.damaged(shop):
        yield Finding(Code.record_damaged, shop, name)
    for reference in dangling(inspection, shop, shelf):
        yield Finding(Code.reference_dangling, shop, reference.source, reference.target)
    for fault in inspection.index_faults(shop):
        code = Code.index_missing if fault.missing else Code.index_stray
        yield Finding(code, shop, fault.record_id, fault.entry)


def _of_blob(blobs: Blobs, sha256: str, owner: tuple[str, str] | None) -> Iterator[Finding]:
    try:
        path = blobs.path(sha256)
        young = time.time() - path.stat().st_mtime < _YOUNG_SECONDS
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except (NotFound, FileNotFoundError):
        return  # removed meanwhile
    except OSError as error:
        yield Finding(Code.blob_corrupt, owner and owner[0], sha256, error.strerror or "")
        return
    if digest.hexdigest() != sha256:
        yield Finding(Code.blob_corrupt, owner and owner[0], sha256, owner[1] if owner else "")
    elif owner is None and not young:
        yield Finding(Code.blob_orphan, None, sha256)


def _missing(blobs: Blobs, wanted: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    for sha256, (shop, owner) in wanted.items():
        try:
            blobs.path(sha256)  # kept since its folder was listed
        except NotFound:
            yield Finding(Code.blob_missing, shop, sha256, owner)
