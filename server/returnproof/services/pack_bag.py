"""The bag of a pack on disk: laid out beside the blobs, made by bagit, checked against promises."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from returnproof.domain.errors import DomainError, OriginalMissing
from returnproof.services.pack_contents import Original

_BAGGING_SECONDS: Final = 600
_ABANDONED_SECONDS: Final = 86_400


def write_json(path: Path, document: object) -> None:
    """Sorted and indented, so that a person and a diff can read it."""
    encoded = msgspec.json.encode(document, order="sorted")
    path.write_bytes(msgspec.json.format(encoded, indent=2) + b"\n")


def place(source: Path, target: Path) -> None:
    """A second name for the same bytes where the file system has that; nothing here is changed."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@contextmanager
def workplace(staged: Path) -> Iterator[Path]:
    """A folder on the blobs' own file system; what a killed process left there is removed."""
    root = staged.parent.parent / "packing"
    root.mkdir(mode=0o700, exist_ok=True)
    for left in root.iterdir():
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        yield Path(folder)


def make_bag(bag: Path, shop: str, refund_id: str) -> None:
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


def check_bytes(bag: Path, originals: Sequence[Original]) -> None:
    """The bag's own hashes against what was promised at upload: a damaged disk is told here."""
    hashed = {}
    for line in (bag / "manifest-sha256.txt").read_text().splitlines():
        digest, _, path = line.partition("  ")
        hashed[path] = digest
    for original in originals:
        if hashed.get(f"data/{original.path}") != original.sha256:
            raise OriginalMissing("damaged", sha256=original.sha256)
