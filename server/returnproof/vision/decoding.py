"""The one door to picture files: bytes on disk to an upright RGB array, or a named refusal."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pillow_heif
from PIL import ExifTags, Image, UnidentifiedImageError

from returnproof.domain.errors import TooLarge, UnreadableImage, UnsupportedMedia
from returnproof.vision.colours import flatten
from returnproof.vision.cv import Rgb
from returnproof.vision.formats import HEAD_BYTES, PictureFormat, recognise

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
# What Pillow and its decoders raise on damaged or hostile bytes; MemoryError is left to the child.
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError)
_DAMAGE_TOO = (ArithmeticError, AttributeError, RuntimeError, NotImplementedError)


class PixelLimits(Protocol):
    """How many pixels a picture may have (`config.Settings` fulfils it)."""

    @property
    def max_pixels_scaled(self) -> int: ...
    @property
    def max_pixels_whole(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture: `pixels` upright sRGB (height, width, 3), reduced to the side asked for.

    `width` and `height` are those of the upright original; `taken` as in `PhotoFacts`.
    """

    pixels: Rgb
    width: int
    height: int
    format: PictureFormat
    taken: str | None


def decode(path: Path, *, side: int, limits: PixelLimits) -> Picture:
    """Decode `path` so that its longer side is at most `side`; smaller pictures keep their size.

    Every byte of the picture is read through, so a truncated file is refused.
    Raises UnsupportedMedia, TooLarge, UnreadableImage.
    """
    picture_format = _format_of(path)
    try:
        # Pillow warns about oddities it copes with; what it cannot cope with, it raises.
        with warnings.catch_warnings(action="ignore"), _open(path, picture_format) as image:
            _check_pixels(image.size, picture_format, limits)
            orientation = _orientation(image)
            width, height = _upright_size(image.size, orientation)
            taken = _taken(image.getexif())
            pixels = _pixels(image, side, orientation)
    except (UnidentifiedImageError, *_DAMAGE, *_DAMAGE_TOO) as error:
        raise UnreadableImage("The picture is damaged or incomplete.") from error
    return Picture(pixels, width, height, picture_format, taken)


def _open(path: Path, picture_format: PictureFormat) -> Image.Image:
    return Image.open(path, formats=picture_format.readers)


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


def _pixels(image: Image.Image, side: int, orientation: int) -> Rgb:
    """Reduce first, then turn and convert: the whole picture is never held more than once."""
    image.draft(None, (side, side))
    image.load()
    flat = flatten(_reduced(image, side), image.info.get("icc_profile"))
    turn = _TURNS[orientation]
    upright = flat if turn is None else flat.transpose(turn)
    return np.ascontiguousarray(np.asarray(upright, dtype=np.uint8))


def _reduced(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    if image.mode in {"P", "1", "PA"}:  # palettes cannot be averaged
        has_alpha = image.mode == "PA" or "transparency" in image.info
        image = image.convert("RGBA" if has_alpha else "RGB")
    factor = side / max(image.size)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    # I;16 has no box filter in Pillow; nearest is enough for the rare 16-bit greyscale scan.
    if image.mode.startswith("I;16"):
        return image.resize(size, Image.Resampling.NEAREST)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
