"""The figures a person judges by: what was measured of two photos, drawn.

The photos themselves are shown as they are; everything said about them stands outside.
"""

from pathlib import Path

from returnproof.domain.figure import MIDDLE, FigureKind
from returnproof.vision import sheet
from returnproof.vision.captions import font_for
from returnproof.vision.decoding import PixelLimits
from returnproof.vision.features import extract, read
from returnproof.vision.figure_difference import difference
from returnproof.vision.figure_marks import marks
from returnproof.vision.figure_overlay import overlay
from returnproof.vision.figure_pairs import pairs
from returnproof.vision.sides import Sides


def draw(
    reference: Path,
    candidate: Path,
    limits: PixelLimits,
    language: str,
    *,
    kind: FigureKind = FigureKind.pairs,
    position: float = MIDDLE,
) -> bytes:
    """A PNG of `sheet.WIDTH` pixels. Raises as `decode` does, and NotAligned.

    `position` is that of an overlay's line, 0 to 1.
    """
    left = read(reference, limits)
    right = read(candidate, limits)
    sides = Sides(extract(left), extract(right), left.pixels, right.pixels)
    language = font_for(language, 20)[1]  # the words must be of letters the machine has
    if kind is FigureKind.overlay:
        return sheet.png(overlay(sides, language, position))
    if kind is FigureKind.difference:
        return sheet.png(difference(sides, language))
    if kind is FigureKind.marks:
        return sheet.png(marks(sides, language))
    return sheet.png(pairs(sides, language))
