"""Bytes by their SHA-256: whole or not there, private, refused while the disk is full."""

import hashlib
import io
import os
import resource
import shutil
import stat
import subprocess

import pytest

from returnproof.domain.errors import NotFound, StorageFull, TooLarge
from returnproof.storage.blobs import DiskBlobs

BYTES = b"\xff\xd8 not really a picture"
SHA256 = hashlib.sha256(BYTES).hexdigest()
EVERYTHING = 1 << 62


@pytest.fixture
def blobs(tmp_path):
    return DiskBlobs(tmp_path / "blobs", floor=0)


def keep(blobs, content=BYTES):
    with blobs.stage() as staged:
        staged.write_from(io.BytesIO(content), limit=1 << 20)
        blobs.keep(staged)
    return staged


def fill(blobs):
    while True:
        keep(blobs, os.urandom(1 << 20))


def test_kept_bytes_come_back_as_they_were(blobs):
    staged = keep(blobs)
    assert (staged.sha256, staged.size) == (SHA256, len(BYTES))
    assert blobs.path(SHA256).read_bytes() == BYTES
    assert list(blobs.all()) == [SHA256]


def test_the_empty_file_is_a_file(blobs):
    assert blobs.path(keep(blobs, b"").sha256).read_bytes() == b""


def test_the_same_bytes_twice_are_one_blob(blobs):
    keep(blobs)
    keep(blobs)
    assert list(blobs.all()) == [SHA256]


def test_keeping_again_mends_a_damaged_blob(blobs):
    keep(blobs)
    blobs.path(SHA256).write_bytes(b"rotten")
    keep(blobs)
    assert blobs.path(SHA256).read_bytes() == BYTES


def test_what_was_not_kept_leaves_nothing(blobs):
    with blobs.stage() as staged:
        staged.write_from(io.BytesIO(BYTES), limit=100)
    assert not staged.path.exists()
    assert list(blobs.all()) == []
    with pytest.raises(NotFound):
        blobs.path(SHA256)


def test_a_stream_that_breaks_leaves_nothing(blobs):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError), blobs.stage() as staged:
        staged.write_from(Broken(), limit=100)
    assert list((blobs.root / "staging").iterdir()) == []


def test_too_many_bytes_are_refused_with_the_limit(blobs):
    with pytest.raises(TooLarge) as told, blobs.stage() as staged:
        staged.write_from(io.BytesIO(BYTES), limit=len(BYTES) - 1)
    assert told.value.members["limit"] == len(BYTES) - 1
    keep(blobs)  # exactly at the limit is within it
    with blobs.stage() as staged:
        staged.write_from(io.BytesIO(BYTES), limit=len(BYTES))


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", SHA256.upper(), SHA256 + "\n", "0" * 63]
)
def test_only_a_sha256_names_a_blob(blobs, name):
    keep(blobs)
    with pytest.raises(NotFound):
        blobs.path(name)


def test_nobody_else_may_read(blobs):
    keep(blobs)
    place = blobs.path(SHA256)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_a_removed_blob_is_gone(blobs):
    keep(blobs)
    blobs.remove(SHA256)
    assert list(blobs.all()) == []
    with pytest.raises(NotFound):
        blobs.remove(SHA256)


def test_below_the_floor_nothing_is_taken_and_above_it_is_again(tmp_path, blobs):
    full = DiskBlobs(tmp_path / "blobs", floor=EVERYTHING)
    with pytest.raises(StorageFull), full.stage():
        pass
    with pytest.raises(StorageFull):
        full.require_room()
    keep(blobs)


def test_a_folder_that_is_not_there_yet_has_the_room_of_its_place(tmp_path):
    DiskBlobs(tmp_path / "not" / "yet" / "blobs", floor=0).require_room()
    with pytest.raises(StorageFull):
        DiskBlobs(tmp_path / "not" / "yet" / "blobs", floor=EVERYTHING).require_room()


def test_the_floor_holds_for_what_is_still_coming(tmp_path):
    free = shutil.disk_usage(tmp_path).free
    blobs = DiskBlobs(tmp_path / "blobs", floor=free - (64 << 20))
    with blobs.stage():
        blobs.require_room()
        with pytest.raises(StorageFull):
            blobs.require_room(256 << 20)


def test_a_write_the_system_refuses_is_a_full_disk(blobs):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(StorageFull), blobs.stage() as staged:
            staged.write_from(io.BytesIO(b"x" * (1 << 16)), limit=1 << 20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((blobs.root / "staging").iterdir()) == []
    keep(blobs)


@pytest.fixture
def small_disk(tmp_path):
    """Four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_refuses_and_takes_again_when_there_is_room(small_disk):
    blobs = DiskBlobs(small_disk / "blobs", floor=0)
    first = keep(blobs, os.urandom(1 << 20)).sha256
    with pytest.raises(StorageFull):
        fill(blobs)
    assert list((blobs.root / "staging").iterdir()) == []
    for each in list(blobs.all()):
        assert hashlib.sha256(blobs.path(each).read_bytes()).hexdigest() == each
    blobs.remove(first)
    keep(blobs, b"x" * 1000)


def test_only_old_staged_files_are_swept(blobs):
    with blobs.stage() as staged:
        old = staged.path.with_name("old")
        old.write_bytes(b"")
        os.utime(old, (0, 0))
        blobs.clear_staging()
        assert staged.path.exists()
        assert not old.exists()
