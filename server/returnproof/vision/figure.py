"""The figure a person judges by: both photos side by side, and the points found in both.

The photos themselves are shown as they are; everything said about them stands outside.
"""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from returnproof.vision.captions import caption, font_for
from returnproof.vision.cv import Floats
from returnproof.vision.decoding import Picture, PixelLimits, decode
from returnproof.vision.features import DECODE_SIDE, extract
from returnproof.vision.matched import Matched, matched

WIDTH = 1200
_MARGIN = 24
_GAP = 24
_HEAD = 44
_LINE_HEIGHT = 26
_LARGEST_HEIGHT = 760
# Okabe-Ito: told apart with any kind of colour vision, and by lightness in print.
_LINE = (0, 114, 178)
_POINT = (230, 159, 0)
_ASIDE = (120, 120, 120)
_INK = (16, 24, 40)
_PAPER = (255, 255, 255)
_MOST_LINES = 40
_MOST_ASIDE = 60
_RADIUS = 4

Box = tuple[int, int, int, int]  # left, top, width, height of a photo on the sheet
Place = tuple[float, float]


def draw(reference: Path, candidate: Path, limits: PixelLimits, language: str) -> bytes:
    """A PNG of WIDTH pixels. Raises as `decode` does."""
    left = decode(reference, side=DECODE_SIDE, limits=limits)
    right = decode(candidate, side=DECODE_SIDE, limits=limits)
    points = matched(extract(left), extract(right))
    sheet, boxes = _sheet(left, right)
    _mark_aside(sheet, points, boxes)
    _connect(sheet, points, boxes)
    _write(sheet, points, boxes, language)
    file = io.BytesIO()
    sheet.save(file, "PNG", compress_level=4)
    return file.getvalue()


def _sheet(left: Picture, right: Picture) -> tuple[Image.Image, tuple[Box, Box]]:
    """White paper with both photos in columns of one width, each as large as fits."""
    column = (WIDTH - 2 * _MARGIN - _GAP) // 2
    photos = [_fitted(side, column) for side in (left, right)]
    height = _HEAD + max(photo.height for photo in photos) + 2 * _LINE_HEIGHT + 12
    sheet = Image.new("RGB", (WIDTH, height), _PAPER)
    boxes: list[Box] = []
    for place, photo in enumerate(photos):
        x = _MARGIN + place * (column + _GAP) + (column - photo.width) // 2
        sheet.paste(photo, (x, _HEAD))
        boxes.append((x, _HEAD, photo.width, photo.height))
    return sheet, (boxes[0], boxes[1])


def _fitted(side: Picture, column: int) -> Image.Image:
    photo = Image.fromarray(side.pixels)
    scale = min(column / photo.width, _LARGEST_HEIGHT / photo.height)
    size = (max(1, round(photo.width * scale)), max(1, round(photo.height * scale)))
    return photo.resize(size, Image.Resampling.LANCZOS)


def _connect(sheet: Image.Image, points: Matched, boxes: tuple[Box, Box]) -> None:
    pen = ImageDraw.Draw(sheet, "RGBA")
    for start, end in _spread(points.source, points.target, boxes, _MOST_LINES):
        pen.line((*start, *end), fill=(*_LINE, 190), width=2)
        for x, y in (start, end):
            corners = (x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)
            pen.ellipse(corners, fill=(*_POINT, 255), outline=_INK)


def _mark_aside(sheet: Image.Image, points: Matched, boxes: tuple[Box, Box]) -> None:
    """Hollow rings without lines: found in both photos, and deliberately not counted."""
    pen = ImageDraw.Draw(sheet)
    for pair in _spread(points.aside_source, points.aside_target, boxes, _MOST_ASIDE):
        for x, y in pair:
            corners = (x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)
            pen.ellipse(corners, outline=_ASIDE, width=2)


def _spread(
    source: Floats, target: Floats, boxes: tuple[Box, Box], most: int
) -> list[tuple[Place, Place]]:
    """At most `most` pairs as places on the sheet, taken evenly from top to bottom."""
    order = source[:, 1].argsort(kind="stable")
    step = max(1, len(order) // most)
    return [
        (_on_sheet(source[index], boxes[0]), _on_sheet(target[index], boxes[1]))
        for index in order[::step][:most]
    ]


def _on_sheet(fraction: Floats, box: Box) -> Place:
    return box[0] + float(fraction[0]) * box[2], box[1] + float(fraction[1]) * box[3]


def _write(sheet: Image.Image, points: Matched, boxes: tuple[Box, Box], language: str) -> None:
    pen = ImageDraw.Draw(sheet)
    font, language = font_for(language, 20)
    small, _ = font_for(language, 16)
    for code, box in zip(("reference", "candidate"), boxes, strict=True):
        pen.text((box[0], 10), caption(code, language), fill=_INK, font=font)
    lines = [caption(points.code, language, count=len(points.source))]
    if len(points.aside_source):
        lines.append(caption("aside", language, count=len(points.aside_source)))
    below = max(box[1] + box[3] for box in boxes) + 8
    for place, line in enumerate(lines):
        pen.text((_MARGIN, below + place * _LINE_HEIGHT), line, fill=_INK, font=small)
