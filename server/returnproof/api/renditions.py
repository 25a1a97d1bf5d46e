"""Pictures made of kept ones: made once, kept on disk, thrown away when there are too many."""

import contextlib
import io
import logging
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from returnproof.api.wiring import settings

FOLDER: Final = "renditions"
# About 200 MB of thumbnails and figures; what goes is made again when it is asked for.
MOST: Final = 2000
_CHECK_EVERY: Final = 64
_LOG = logging.getLogger("returnproof.renditions")


def rendition(name: str, make: Callable[[], bytes]) -> Path | io.BytesIO:
    """The file of this name, which says all that its content depends on.

    On a disk that takes no more the bytes themselves: looking must go on when keeping cannot.
    """
    folder = settings().data_dir / FOLDER
    path = folder / name
    if path.exists():
        return path
    content = make()
    try:
        _keep(content, path)
    except OSError as error:
        _LOG.warning("a rendition could not be kept: %s", error.strerror)
        return io.BytesIO(content)
    if secrets.randbelow(_CHECK_EVERY) == 0:
        _thin_out(folder)
    return path


def _keep(content: bytes, path: Path) -> None:
    """No fsync: it can be made again. The rename keeps a half-written one from being seen."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    partial = path.parent / f".{secrets.token_hex(8)}"
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise


def _thin_out(folder: Path) -> None:
    """The oldest half goes, when there are too many."""
    with os.scandir(folder) as entries:
        found = sorted((entry.stat().st_mtime, entry.path) for entry in entries)
    for _, path in found[: len(found) // 2 if len(found) > MOST else 0]:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - scandir gives strings
