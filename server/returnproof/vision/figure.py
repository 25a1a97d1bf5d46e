"""The figure a person judges by: both photos side by side, and the points found in both.

The photos themselves are shown as they are; everything said about them stands outside.
"""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from returnproof.vision.alignment import Alignment, align, better
from returnproof.vision.captions import caption, font_for
from returnproof.vision.cv import Floats
from returnproof.vision.decoding import Picture, PixelLimits, decode
from returnproof.vision.features import DECODE_SIDE, extract

WIDTH = 1200
_MARGIN = 24
_GAP = 24
_HEAD = 44
_FOOT = 40
_LARGEST_HEIGHT = 760
# Okabe-Ito: told apart with any kind of colour vision, and by lightness in print.
_LINE = (0, 114, 178)
_POINT = (230, 159, 0)
_INK = (16, 24, 40)
_PAPER = (255, 255, 255)
_MOST_LINES = 40
_RADIUS = 4


def draw(reference: Path, candidate: Path, limits: PixelLimits, language: str) -> bytes:
    """A PNG of WIDTH pixels. Raises as `decode` does."""
    left = decode(reference, side=DECODE_SIDE, limits=limits)
    right = decode(candidate, side=DECODE_SIDE, limits=limits)
    alignment = _found(left, right)
    sheet, boxes = _sheet(left, right)
    _connect(sheet, alignment, boxes)
    _write(sheet, alignment, boxes, language)
    file = io.BytesIO()
    sheet.save(file, "PNG", compress_level=4)
    return file.getvalue()


def _found(left: Picture, right: Picture) -> Alignment:
    reference, candidate = extract(left), extract(right)
    return better(align(reference.whole, candidate.whole), reference, candidate)


Box = tuple[float, float, float]  # left, top, scale


def _sheet(left: Picture, right: Picture) -> tuple[Image.Image, tuple[Box, Box]]:
    """White paper with both photos in columns of one width, each as large as fits."""
    column = (WIDTH - 2 * _MARGIN - _GAP) // 2
    scales = [
        min(column / side.pixels.shape[1], _LARGEST_HEIGHT / side.pixels.shape[0])
        for side in (left, right)
    ]
    heights = [
        round(side.pixels.shape[0] * scale)
        for side, scale in zip((left, right), scales, strict=True)
    ]
    sheet = Image.new("RGB", (WIDTH, _HEAD + max(heights) + _FOOT), _PAPER)
    boxes: list[Box] = []
    for place, (side, scale) in enumerate(zip((left, right), scales, strict=True)):
        photo = Image.fromarray(side.pixels)
        photo = photo.resize(
            (max(1, round(photo.width * scale)), max(1, round(photo.height * scale))),
            Image.Resampling.LANCZOS,
        )
        x = _MARGIN + place * (column + _GAP) + (column - photo.width) // 2
        sheet.paste(photo, (x, _HEAD))
        boxes.append((x, _HEAD, scale))
    return sheet, (boxes[0], boxes[1])


def _connect(sheet: Image.Image, alignment: Alignment, boxes: tuple[Box, Box]) -> None:
    pen = ImageDraw.Draw(sheet, "RGBA")
    for start, end in _chosen(alignment, boxes):
        pen.line((*start, *end), fill=(*_LINE, 190), width=2)
        for x, y in (start, end):
            pen.ellipse(
                (x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS),
                fill=(*_POINT, 255),
                outline=_INK,
            )


def _chosen(
    alignment: Alignment, boxes: tuple[Box, Box]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """At most _MOST_LINES of the matched points, spread evenly from top to bottom."""
    source, target = alignment.points()
    order = source[:, 1].argsort(kind="stable")
    step = max(1, len(order) // _MOST_LINES)
    return [
        (_on_sheet(source[index], boxes[0]), _on_sheet(target[index], boxes[1]))
        for index in order[::step][:_MOST_LINES]
    ]


def _on_sheet(point: Floats, box: Box) -> tuple[float, float]:
    return box[0] + float(point[0]) * box[2], box[1] + float(point[1]) * box[2]


def _write(sheet: Image.Image, alignment: Alignment, boxes: tuple[Box, Box], language: str) -> None:
    pen = ImageDraw.Draw(sheet)
    font, language = font_for(language, 20)
    small, _ = font_for(language, 16)
    for code, box in zip(("reference", "candidate"), boxes, strict=True):
        pen.text((box[0], 10), caption(code, language), fill=_INK, font=font)
    count = alignment.count
    code = "matched_mirrored" if alignment.mirrored else "matched"
    text = caption(code if count else "none_matched", language, count=count)
    pen.text((_MARGIN, sheet.height - _FOOT + 8), text, fill=_INK, font=small)
