"""Whether a picture file ends before it is over, and the one case in which nothing is missing."""

import hashlib
import io
from collections.abc import Iterator
from typing import Final

from PIL import Image

from returnproof.vision.formats import AVIF, GIF, HEIC, HEIF, JPEG, PNG, WEBP, PictureFormat

_END: Final = b"\xff\xd9"
_FRAMES: Final = {0xC0, 0xC1, 0xC2}
_SCAN: Final = 0xDA
_WITHOUT_LENGTH: Final = {0x01, *range(0xD0, 0xD9)}
# Whatever the missing bits of a last block would be, these three do not all read alike.
_TAILS: Final = (b"", bytes.fromhex("35ca5a963c69") * 40, b"\xaa\x55" * 120)
_COMPARED_SIDE: Final = 4000
_COEFFICIENTS: Final = frozenset(range(64))


def cut_short(data: bytes, picture_format: PictureFormat) -> bool:
    """By what its container says of its own length. False where that is not known (TIFF)."""
    if picture_format is JPEG:
        return not ends(data)
    if picture_format is PNG:
        return b"IEND" not in data[-64:]
    if picture_format is GIF:
        return b"\x3b" not in data[-16:]
    if picture_format is WEBP:
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if picture_format in {HEIC, HEIF, AVIF}:
        return _boxes_end(data) > len(data)
    return False


def ends(data: bytes) -> bool:
    """Whether a JPEG has an end marker. Phones write more behind it: a film, a second picture."""
    return _END in data[-64:] or data.rfind(_END) > data.rfind(bytes([0xFF, _SCAN]))


def with_end(data: bytes) -> bytes | None:
    """A JPEG that lacks its end marker alone, with it; None when anything else is missing.

    A decoder fills up what is missing from whatever follows. So three different things are made
    to follow: where all of them give the same pixels, all of the picture was there.
    """
    data = data.removesuffix(b"\xff")
    if not _all_scans(data):
        return None
    try:
        seen = {_pixels_of(data + tail + _END) for tail in _TAILS}
    except (OSError, SyntaxError, ValueError):
        return None
    return data + _END if len(seen) == 1 else None


def _pixels_of(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.draft(None, (_COMPARED_SIDE, _COMPARED_SIDE))
        image.load()
        return hashlib.sha256(image.tobytes()).digest()


def _all_scans(data: bytes) -> bool:
    """Whether the scans there bring every coefficient of every component to its last bit."""
    components: set[int] = set()
    done: set[tuple[int, int]] = set()
    for marker, body in _segments(data):
        if marker in _FRAMES and len(body) > 5 and len(body) >= 6 + 3 * body[5]:  # noqa: PLR2004
            components = {body[6 + 3 * each] for each in range(body[5])}
        elif marker == _SCAN and body and len(body) >= 4 + 2 * body[0]:
            start, end, approximation = body[1 + 2 * body[0] :][:3]
            if approximation & 15 == 0:
                named = {body[1 + 2 * each] for each in range(body[0])}
                done |= {(each, at) for each in named for at in range(start, min(end, 63) + 1)}
    return bool(components) and {(each, at) for each in components for at in _COEFFICIENTS} <= done


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of each, the entropy-coded bytes between scans left out."""
    at = 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 4 <= len(data):
        marker = data[at + 1]
        if marker in {0, 0xFF} or marker in _WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - fill bytes may repeat
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + max(2, length)


def _boxes_end(data: bytes) -> int:
    """Where the last top-level box of an ISO file says that it ends."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8:  # noqa: PLR2004 - 0: to the end of the file, whatever that is
            return len(data)
        at += size
    return at
