"""Numbered boxes on a photo, their numbers outside it."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from returnproof.vision import sheet
from returnproof.vision.captions import font_for

# Numbers of places at one height would cover each other.
_APART = 22
_OUTSIDE = 4


def labelled(
    paper: Image.Image,
    photo: sheet.Box,
    places: Sequence[sheet.Box],
    numbers: Sequence[int] | None = None,
) -> None:
    """`places` on the sheet; their `numbers`, or 1, 2, 3 …, stand beside the photo."""
    pen = ImageDraw.Draw(paper)
    font, _ = font_for("en", 17)
    left_of_sheet = photo[0] + photo[2] / 2 < sheet.WIDTH / 2
    edge = photo[0] if left_of_sheet else photo[0] + photo[2]
    heights = _spread([place[1] + place[3] / 2 for place in places], photo)
    counted = numbers or range(1, len(places) + 1)
    for number, place, height in zip(counted, places, heights, strict=True):
        x, y, width, tall = place
        middle = y + tall / 2
        start = x if left_of_sheet else x + width
        for colour, thick in ((sheet.PAPER, 5), (sheet.VERMILLION, 2)):
            pen.line(((start, middle), (edge, height)), fill=colour, width=thick)
            pen.rectangle((x - 2, y - 2, x + width + 2, y + tall + 2), outline=colour, width=thick)
        text = str(number)
        reach = font.getlength(text) + _OUTSIDE
        pen.text(
            (edge - reach if left_of_sheet else edge + _OUTSIDE, height - 10),
            text,
            fill=sheet.INK,
            font=font,
        )


def _spread(wanted: Sequence[float], photo: sheet.Box) -> list[float]:
    """Each as near to where it is wanted as the others above it allow."""
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    placed = [0.0] * len(wanted)
    last = photo[1] - _APART + 10.0
    for index in order:
        last = max(wanted[index], last + _APART)
        placed[index] = last
    return placed
