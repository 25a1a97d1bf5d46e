"""Bytes by their SHA-256 on disk, each durable before anyone is told that it is kept."""

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Final

from returnproof.domain.errors import NotFound, StorageFull, StorageUnavailable, TooLarge
from returnproof.services.ports import Staged

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
# No upload lasts this long; another server may share the folder.
_ABANDONED_SECONDS: Final = 24 * 3600
_CHUNK: Final = 1 << 20
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StagedFile:
    """Fulfils `services.ports.Staged`."""

    def __init__(self, path: Path, blobs: "DiskBlobs") -> None:
        self.path = path
        self.size = 0
        self.sha256 = hashlib.sha256().hexdigest()
        self._blobs = blobs

    def write_from(self, stream: BinaryIO, limit: int) -> None:
        digest = hashlib.sha256()
        size = 0
        # Unbuffered, so that a full disk is met at the write and not at some close.
        with self.path.open("wb", buffering=0) as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit=limit, unit="bytes")
                self._blobs.require_room(len(chunk))
                digest.update(chunk)
                _write(file, chunk)
        self.size = size
        self.sha256 = digest.hexdigest()


class DiskBlobs:
    """Fulfils `services.ports.Blobs`. Writes are refused while less than `floor` bytes are free."""

    def __init__(self, root: Path, floor: int) -> None:
        self.root = root
        self._floor = floor
        self._staging = root / "staging"

    @contextmanager
    def stage(self) -> Iterator[StagedFile]:
        self.require_room()
        path = self._staging / secrets.token_hex(16)
        with full_disk_told():
            self._lay_out()
            path.touch(mode=0o600)
        try:
            yield StagedFile(path, self)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, staged: Staged) -> None:
        target = self._place(staged.sha256)
        with full_disk_told():
            sync(staged.path)
            if not target.parent.is_dir():
                target.parent.mkdir(mode=0o700, exist_ok=True)
                sync(self.root)
            # Also over the same bytes: that mends a damaged file, and whoever else keeps them may
            # not have come to the folder's fsync yet.
            staged.path.replace(target)
            sync(target.parent)

    def path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256) or not (target := self._place(sha256)).is_file():
            raise NotFound
        return target

    def all(self) -> Iterator[str]:
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(
                each.name for each in folder.iterdir() if _SHA256.fullmatch(each.name)
            )

    def remove(self, sha256: str) -> None:
        target = self.path(sha256)
        target.unlink(missing_ok=True)
        sync(target.parent)

    def clear_staging(self) -> None:
        """Removes what uploads left that a killed process was receiving."""
        old = time.time() - _ABANDONED_SECONDS
        for path in self._staging.glob("*"):
            if path.stat().st_mtime < old:
                path.unlink(missing_ok=True)

    def require_room(self, more: int = 0) -> None:
        """Raises StorageFull when `more` bytes would leave less than the floor free."""
        place = next(each for each in (self.root, *self.root.absolute().parents) if each.exists())
        if shutil.disk_usage(place).free - more < self._floor:
            raise StorageFull(cause="disk", floor=self._floor)

    def _lay_out(self) -> None:
        if not self._staging.is_dir():
            self._staging.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync(self.root)
            sync(self.root.parent)

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256


def _write(file: FileIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    with full_disk_told():
        while left:
            left = left[file.write(left) :]


@contextmanager
def full_disk_told() -> Iterator[None]:
    """A disk that is full or broken, as StorageFull or StorageUnavailable with the cause."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(cause="disk") from error
        raise StorageUnavailable(cause="disk-error") from error


def sync(path: Path) -> None:
    """Force a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
