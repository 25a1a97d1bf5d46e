"""A picture made small while it is read: as little as possible is ever computed at full size."""

from math import ceil

import cv2
import numpy as np
from PIL import Image

# Of these OpenCV averages areas as Pillow would, several times quicker.
_PLAIN = frozenset({"L", "RGB", "CMYK"})
# Means of whole pixels cost a sixth: taken where they come out this near to what is asked.
_NEARLY = 0.95


def draft(image: Image.Image, side: int) -> None:
    """Before loading: let a JPEG be decoded at a fraction, its longer side still at least `side`.

    Pillow takes one fraction for both sides, so a square would forbid what the longer side allows.
    """
    factor = side / max(image.size)
    if factor < 1:
        width, height = (max(1, int(length * factor)) for length in image.size)
        image.draft(None, (width, height))


def reduced(image: Image.Image, side: int) -> Image.Image:
    """With its longer side at most `side`, each pixel the mean of what it covers."""
    if max(image.size) <= side:
        return image
    if image.mode in {"P", "1", "PA"}:  # palettes cannot be averaged
        has_alpha = image.mode == "PA" or "transparency" in image.info
        image = image.convert("RGBA" if has_alpha else "RGB")
    factor = side / max(image.size)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    if image.mode in _PLAIN:
        whole = ceil(max(image.size) / side)
        if max(image.size) >= _NEARLY * whole * side:
            return image.reduce(whole)
        # In whole steps first: the array then made is never larger than four times what is asked.
        steps = max(image.size) // side
        return _averaged(image.reduce(steps) if steps > 1 else image, size)
    # I;16 has no box filter in Pillow; nearest is enough for the rare 16-bit greyscale scan.
    if image.mode.startswith("I;16"):
        return image.resize(size, Image.Resampling.NEAREST)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _averaged(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    pixels = cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA)
    small = Image.fromarray(pixels.astype(np.uint8, copy=False), image.mode)
    small.info = image.info
    return small
