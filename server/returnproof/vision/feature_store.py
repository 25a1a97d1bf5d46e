"""Features on disk, by the photo's SHA-256 and their version: made once, read ever after."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from returnproof.vision.decoding import PixelLimits
from returnproof.vision.features import Features, dump, extract, load, read, version
from returnproof.vision.kept_file import keep
from returnproof.vision.wire import Photo

# Half a megabyte each.
_HELD = 24
# Longer than making them takes; who made them may hang, and then we make our own.
_PATIENCE_SECONDS = 5.0
_LOOK_EVERY_SECONDS = 0.01


class MadeElsewhere(Exception):  # noqa: N818 - a state, not a mistake
    """Another process makes these features just now, and the caller would rather do other work."""


def features_of(photo: Photo, derived: Path, limits: PixelLimits) -> Features:
    """Kept ones, else made and kept. Raises UnreadableImage, UnsupportedMedia, TooLarge."""
    return made_or_kept(photo, derived, limits)[0]


def made_or_kept(
    photo: Photo, derived: Path, limits: PixelLimits, *, patient: bool = True
) -> tuple[Features, int]:
    """And how many pixels were decoded for it: none for kept ones.

    Raises as `features_of` does, and MadeElsewhere unless `patient`.
    """
    place = derived / "features" / version() / photo.sha256[:2] / f"{photo.sha256}.npz"
    found = _kept(place)
    if found is not None:
        return found, 0
    with _alone(place, patient=patient):
        found = _kept(place)  # made by whoever we waited for
        if found is not None:
            return found, 0
        picture = read(photo.path, limits)
        features = extract(picture)
        keep(place, dump(features))
        forget_other_versions(derived)
        return features, picture.width * picture.height


@lru_cache(maxsize=4)
def forget_other_versions(derived: Path) -> None:
    """What an earlier release made takes room and is never read again. Once a process."""
    with suppress(OSError):
        for folder in (derived / "features").iterdir():
            if folder.name != version():
                shutil.rmtree(folder, ignore_errors=True)


def _kept(place: Path) -> Features | None:
    try:
        written = place.stat()
        return _loaded(place, written.st_mtime_ns, written.st_size)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=_HELD)
def _loaded(place: Path, _changed_ns: int, _size: int) -> Features:
    """Held while the file is as it was: one order's photos are asked for again and again."""
    return load(place.read_bytes())


@contextmanager
def _alone(place: Path, *, patient: bool) -> Iterator[None]:
    """While no other process makes the same; a crash lets go. Raises MadeElsewhere.

    Only time is at stake: where the disk gives no lock, or it is held for long, both work.
    """
    lock = place.with_suffix(".making")
    file = _opened(lock)
    if file is None:
        yield
        return
    with file:
        _wait(file.fileno(), _PATIENCE_SECONDS if patient else 0.0)
        try:
            yield
        finally:
            with suppress(OSError):
                lock.unlink()


def _opened(lock: Path) -> BinaryIO | None:
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        return lock.open("wb")
    except OSError:
        return None


def _wait(descriptor: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if seconds == 0:
                raise MadeElsewhere from None
            if time.monotonic() > deadline:
                return
            time.sleep(_LOOK_EVERY_SECONDS)
        except OSError:  # a file system without locks
            return
        else:
            return
