"""Is a zip file one that we wrote: safe names, plain files, nothing hidden, no bomb."""

import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from returnproof.services.findings import Code, Finding
from returnproof.services.pack_archive import MAX_BYTES, MAX_FILES, ROOT, write

_LONGEST_NAME: Final = 240
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_TYPE_BITS: Final = 0o170000 << 16
_PLAIN: Final = 0o100000 << 16
_SHOWN: Final = 200
_CHUNK: Final = 1 << 20


def check_structure(archive: zipfile.ZipFile) -> list[Finding]:
    """Everything that can be seen without reading a member; empty when it is safe to read them."""
    infos = archive.infolist()
    if not infos or len(infos) > MAX_FILES:
        return [Finding(Code.too_many_files, detail=str(len(infos)))]
    total = sum(info.file_size for info in infos)
    if total > MAX_BYTES:
        return [Finding(Code.too_large, detail=str(total))]
    findings = [finding for info in infos for finding in _check_member(info)]
    return findings + _check_names([info.orig_filename for info in infos])


def _check_member(info: zipfile.ZipInfo) -> Iterator[Finding]:
    # The name as it stands in the file: Python cuts at a NUL and turns slashes round.
    name = info.orig_filename
    shown = ascii(name)[1:-1][:_SHOWN]
    if not _is_safe(name):
        yield Finding(Code.unsafe_name, shown)
    elif not name.startswith(f"{ROOT}/") or name == f"{ROOT}/":
        yield Finding(Code.outside_bag, shown)
    if info.flag_bits & _ENCRYPTED:
        yield Finding(Code.encrypted, shown)
    # Stored members cannot swell: what is read is what lies in the file.
    elif info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
        yield Finding(Code.compressed, shown)
    if name.endswith("/") or info.external_attr & _TYPE_BITS not in {0, _PLAIN}:
        yield Finding(Code.not_a_plain_file, shown)


def _is_safe(name: str) -> bool:
    if not name or len(name) > _LONGEST_NAME or any(c in name for c in '\\:*?"<>|'):
        return False
    if any(unicodedata.category(c)[0] == "C" for c in name):
        return False
    return all(
        part not in {"", ".", ".."} and part == part.strip(" ") and not part.endswith(".")
        for part in name.split("/")
    )


def _check_names(names: list[str]) -> list[Finding]:
    """Two files that one folder on some computer could not hold apart."""
    findings = []
    exact: set[str] = set()
    folded: set[str] = set()
    for name in names:
        alike = unicodedata.normalize("NFC", name).casefold()
        shown = ascii(name)[1:-1][:_SHOWN]
        if name in exact:
            findings.append(Finding(Code.duplicate_name, shown))
        elif alike in folded:
            findings.append(Finding(Code.colliding_name, shown))
        exact.add(name)
        folded.add(alike)
    return findings


def is_canonical(path: Path, archive: zipfile.ZipFile) -> bool:
    """Whether writing the members again gives this very file: nothing before, between or after."""
    sizes = [(info.filename, info.file_size) for info in archive.infolist()]
    with tempfile.TemporaryFile() as again, path.open("rb") as given:
        write(sizes, lambda name: cast("BinaryIO", archive.open(name)), cast("BinaryIO", again))
        again.seek(0)
        while True:
            ours, theirs = again.read(_CHUNK), given.read(_CHUNK)
            if ours != theirs:
                return False
            if not ours:
                return True
