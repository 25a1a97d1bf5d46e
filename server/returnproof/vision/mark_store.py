"""Marks on disk, by the photo's SHA-256 and how they were read: looked for once."""

from pathlib import Path

import msgspec

from returnproof.domain.found_mark import FoundMark
from returnproof.vision import lettering
from returnproof.vision.decoding import PixelLimits, decode
from returnproof.vision.kept_file import keep
from returnproof.vision.marks import SIDE, marks_in
from returnproof.vision.wire import Photo

_VERSION = "1"


def marks_of(photo: Photo, derived: Path, limits: PixelLimits) -> tuple[FoundMark, ...]:
    """Kept ones, else read and kept; named after `photo`. Raises as `decode` does."""
    # What is installed later reads what could not be read before.
    how = f"{_VERSION}-lettering" if lettering.installed() else _VERSION
    place = derived / "marks" / how / photo.sha256[:2] / f"{photo.sha256}.json"
    try:
        found = msgspec.json.decode(place.read_bytes(), type=tuple[FoundMark, ...])
    except (OSError, msgspec.MsgspecError):
        picture = decode(photo.path, side=SIDE, limits=limits)
        found = marks_in(picture.pixels, (picture.width, picture.height))
        keep(place, msgspec.json.encode(found))
    return tuple(_named(mark, photo.name) for mark in found)


def _named(mark: FoundMark, photo: str) -> FoundMark:
    return FoundMark(photo, mark.nature, mark.text, mark.read_by, mark.box, mark.surety)
