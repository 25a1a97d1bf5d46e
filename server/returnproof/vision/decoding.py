"""The one door to picture files: bytes on disk to an upright RGB array, or a named refusal."""

import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pillow_heif
from PIL import ExifTags, Image

from returnproof.domain.errors import TooLarge, UnreadableImage, UnsupportedMedia
from returnproof.domain.photo import NO_END_MARKER
from returnproof.vision.colours import flatten
from returnproof.vision.cut_short import cut_short, ends, with_end
from returnproof.vision.cv import Rgb
from returnproof.vision.formats import HEAD_BYTES, JPEG, PictureFormat, recognise
from returnproof.vision.reducing import draft, reduced

pillow_heif.register_heif_opener()
# Our own limits are checked before any pixel is decoded; Pillow's warning would only repeat them.
Image.MAX_IMAGE_PIXELS = None

_TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTER_TURNS = frozenset({5, 6, 7, 8})
_TAIL_BYTES = 64
# What Pillow and its decoders raise on damaged or hostile bytes; MemoryError is left to the child.
_DAMAGE = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError),
    *(ArithmeticError, AttributeError, RuntimeError, NotImplementedError),
)


class PixelLimits(Protocol):
    """How many pixels a picture may have (`config.Settings` fulfils it)."""

    @property
    def max_pixels_scaled(self) -> int: ...
    @property
    def max_pixels_whole(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture: `pixels` upright sRGB (height, width, 3), reduced to the side asked for.

    `width` and `height` are those of the upright original; `taken` and `oddities` as in
    `PhotoFacts`.
    """

    pixels: Rgb
    width: int
    height: int
    format: PictureFormat
    taken: str | None
    oddities: tuple[str, ...] = ()


def decode(path: Path, *, side: int, limits: PixelLimits, slack: float = 1.0) -> Picture:
    """Decode `path` so that its longer side is at most `side`; smaller pictures keep their size.

    One whose longer side is at most `slack` times `side` by then is left so: making it smaller
    costs time, and detail.
    Every byte of the picture is read through, so a file cut short is refused; a JPEG that lacks
    its end marker alone shows all of its picture, and is taken.
    Raises UnsupportedMedia, TooLarge, UnreadableImage.
    """
    picture_format = _format_of(path)
    try:
        picture = _decoded(path, picture_format, (side, slack), limits)
    except _DAMAGE as error:
        try:
            picture = _decoded(
                _completed(path, picture_format), picture_format, (side, slack), limits
            )
        except _DAMAGE:
            raise UnreadableImage("cut_short") from error
        return replace(picture, oddities=(NO_END_MARKER,))
    if picture_format is JPEG and not _has_end(path):  # small ones are read without it
        return replace(picture, oddities=(NO_END_MARKER,))
    return picture


def _completed(path: Path, picture_format: PictureFormat) -> io.BytesIO:
    """A file that was refused, with its end marker. Raises UnreadableImage."""
    data = path.read_bytes()
    if not cut_short(data, picture_format):
        raise UnreadableImage("The picture is damaged or incomplete.")
    whole = with_end(data) if picture_format is JPEG else None
    if whole is None:
        raise UnreadableImage("cut_short")
    return io.BytesIO(whole)


def _has_end(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return ends(file.read()) or ends(path.read_bytes())


def _decoded(
    file: Path | io.BytesIO,
    picture_format: PictureFormat,
    wanted: tuple[int, float],
    limits: PixelLimits,
) -> Picture:
    """Raises TooLarge, and whatever Pillow raises on damage."""
    # Pillow warns about oddities it copes with; what it cannot cope with, it raises.
    with warnings.catch_warnings(action="ignore"), _open(file, picture_format) as image:
        _check_pixels(image.size, picture_format, limits)
        orientation = _orientation(image)
        width, height = _upright_size(image.size, orientation)
        taken = _taken(image.getexif())
        pixels = _pixels(image, wanted, orientation)
    return Picture(pixels, width, height, picture_format, taken)


def _open(file: Path | io.BytesIO, picture_format: PictureFormat) -> Image.Image:
    return Image.open(file, formats=picture_format.readers)


def _orientation(image: Image.Image) -> int:
    """EXIF's 1 to 8. Pillow turns a TIFF by itself and tells its size turned already."""
    if image.format == "TIFF":
        return 1
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    return orientation if orientation in _TURNS else 1


def _format_of(path: Path) -> PictureFormat:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise UnreadableImage("empty")
    picture_format = recognise(head)
    if picture_format is None:
        raise UnsupportedMedia("Not a JPEG, PNG, WebP, HEIC, AVIF, TIFF or GIF picture.")
    return picture_format


def _check_pixels(
    size: tuple[int, int], picture_format: PictureFormat, limits: PixelLimits
) -> None:
    limit = limits.max_pixels_scaled if picture_format.scaled else limits.max_pixels_whole
    if size[0] * size[1] > limit:
        raise TooLarge(f"More than {limit} pixels.", limit=limit, unit="pixels")


def _upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation in _QUARTER_TURNS else size


def _taken(exif: Image.Exif) -> str | None:
    """EXIF `2026:11:23 04:05:06` as `2026-11-23T04:05:06`; None for anything else."""
    moment = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    text = str(moment or "").strip("\x00 ")
    day, _, clock = text.partition(" ")
    digits = day.replace(":", "") + clock.replace(":", "")
    whole = len(day) == len("2026:11:23") and len(clock) == len("04:05:06")
    if not (whole and digits.isascii() and digits.isdigit()) or digits.startswith("0000"):
        return None
    return f"{day.replace(':', '-')}T{clock}"


def _pixels(image: Image.Image, wanted: tuple[int, float], orientation: int) -> Rgb:
    """Reduce first, then turn and convert: the whole picture is never held more than once."""
    side, slack = wanted
    draft(image, side)
    image.load()
    small = image if max(image.size) <= side * slack else reduced(image, side)
    flat = flatten(small, image.info.get("icc_profile"))
    turn = _TURNS[orientation]
    upright = flat if turn is None else flat.transpose(turn)
    return np.ascontiguousarray(np.asarray(upright, dtype=np.uint8))
