"""`returnproof verify`: does every byte of an evidence pack still hold, offline and distrustful.

A pack holds when its archive has the one form we write, its bag is complete and every hash in its
manifests is right, and its index tells the truth about the originals. All of it is read as hostile:
nothing is unpacked, names are never used as paths, and sizes are bounded before bytes are read.
"""

import errno
import hashlib
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from returnproof.services import archive_check
from returnproof.services.bag_check import Bag, check_bag
from returnproof.services.findings import Code, Finding
from returnproof.services.pack_archive import ROOT

_CHUNK: Final = 1 << 20
_INDEX: Final = "data/facts/index.json"
# Tag files and facts are read whole; ours are far smaller.
_LONGEST_TEXT: Final = 32 << 20
# All that zipfile raises for what is in a file.
_NO_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What does not hold, and how much was looked at; `created` is when the pack was made.

    `sha256` is the whole file's, to be compared with the receipt the server gave.
    """

    findings: tuple[Finding, ...]
    files: int = 0
    size: int = 0
    sha256: str = ""
    created: str | None = None

    @property
    def holds(self) -> bool:
        return not self.findings


def verify(path: Path) -> Verification:
    """Never raises for what is in the file; raises OSError when it cannot be read at all."""
    size = path.stat().st_size
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            found = archive_check.check_structure(archive) or _oversized(archive)
            if found:
                return Verification(tuple(found), len(archive.infolist()), size)
            return _verify_bag(path, archive, size)
    except OSError as error:
        # A forged offset leads before the start of the file; anything else is the disk's own fault.
        if error.errno != errno.EINVAL:
            raise
        return _no_archive(error, size)
    except _NO_ARCHIVE as error:
        return _no_archive(error, size)


def _no_archive(error: Exception, size: int) -> Verification:
    return Verification((Finding(Code.not_an_archive, detail=str(error)[:200]),), 0, size)


def _verify_bag(path: Path, archive: zipfile.ZipFile, size: int) -> Verification:
    bag = _read(archive)
    findings = check_bag(bag)
    created = None
    if not findings:
        index = _index(bag)
        if index is None:
            findings.append(Finding(Code.index_unreadable, _INDEX))
        else:
            findings += _check_index(bag, index)
            created = index.get("created")
    if not findings and not archive_check.is_canonical(path, archive):
        findings.append(Finding(Code.archive_changed))
    return Verification(
        tuple(findings),
        len(bag.sha256),
        size,
        _digest_of(path),
        created if isinstance(created, str) else None,
    )


def _is_text(name: str) -> bool:
    return not name.startswith("data/") or name == _INDEX


def _oversized(archive: zipfile.ZipFile) -> list[Finding]:
    return [
        Finding(Code.too_large, info.filename)
        for info in archive.infolist()
        if info.file_size > _LONGEST_TEXT and _is_text(info.filename.removeprefix(f"{ROOT}/"))
    ]


def _read(archive: zipfile.ZipFile) -> Bag:
    """Every member hashed; those that are not payload also as bytes."""
    digests, sizes, texts = {}, {}, {}
    for info in archive.infolist():
        name = info.filename.removeprefix(f"{ROOT}/")
        keep = _is_text(name)
        digest, parts = hashlib.sha256(), []
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
                if keep:
                    parts.append(chunk)
        digests[name], sizes[name] = digest.hexdigest(), info.file_size
        if keep:
            texts[name] = b"".join(parts)
    return Bag(digests, sizes, texts)


def _index(bag: Bag) -> Mapping[str, Any] | None:
    try:
        document = msgspec.json.decode(bag.texts.get(_INDEX, b""))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _check_index(bag: Bag, index: Mapping[str, Any]) -> list[Finding]:
    """What the facts say of the originals, against the originals."""
    listed = index.get("originals")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        return [Finding(Code.index_unreadable, _INDEX)]
    findings = []
    named = set()
    for each in listed:
        path = f"data/{each.get('path')}"
        named.add(path)
        if path not in bag.sha256:
            findings.append(Finding(Code.original_missing, path))
        elif (each.get("sha256"), each.get("size")) != (bag.sha256[path], bag.sizes[path]):
            findings.append(Finding(Code.original_changed, path))
    kept = {path for path in bag.sha256 if path.startswith("data/originals/")}
    return findings + [Finding(Code.original_unknown, path) for path in sorted(kept - named)]


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
