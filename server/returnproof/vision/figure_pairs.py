"""Both photos side by side, and the points found in both."""

from PIL import Image, ImageDraw

from returnproof.vision import sheet
from returnproof.vision.captions import caption
from returnproof.vision.cv import Floats
from returnproof.vision.matched import Matched, matched
from returnproof.vision.sheet import Box, Place, on_sheet
from returnproof.vision.sides import Sides

_MOST_LINES = 40
_MOST_ASIDE = 60
_RADIUS = 4


def pairs(sides: Sides, language: str) -> Image.Image:
    """Never refuses: that nothing matches is worth seeing too."""
    points = matched(sides.reference, sides.candidate)
    paper, boxes = sheet.pair(sides.left, sides.right)
    _mark_aside(paper, points, boxes)
    _connect(paper, points, boxes)
    lines = [caption(points.code, language, count=len(points.source))]
    if len(points.aside_source):
        lines.append(caption("aside", language, count=len(points.aside_source)))
    headings = [
        (caption(code, language), float(box[0]))
        for code, box in zip(("reference", "candidate"), boxes, strict=True)
    ]
    below = max(box[1] + box[3] for box in boxes)
    sheet.write(paper, headings, lines, below, language)
    return paper


def _connect(paper: Image.Image, points: Matched, boxes: tuple[Box, Box]) -> None:
    pen = ImageDraw.Draw(paper, "RGBA")
    for start, end in _spread(points.source, points.target, boxes, _MOST_LINES):
        pen.line((*start, *end), fill=(*sheet.BLUE, 190), width=2)
        for x, y in (start, end):
            corners = (x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)
            pen.ellipse(corners, fill=(*sheet.ORANGE, 255), outline=sheet.INK)


def _mark_aside(paper: Image.Image, points: Matched, boxes: tuple[Box, Box]) -> None:
    """Hollow rings without lines: found in both photos, and deliberately not counted."""
    pen = ImageDraw.Draw(paper)
    for pair in _spread(points.aside_source, points.aside_target, boxes, _MOST_ASIDE):
        for x, y in pair:
            corners = (x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)
            pen.ellipse(corners, outline=sheet.ASIDE, width=2)


def _spread(
    source: Floats, target: Floats, boxes: tuple[Box, Box], most: int
) -> list[tuple[Place, Place]]:
    """At most `most` pairs as places on the sheet, taken evenly from top to bottom."""
    order = source[:, 1].argsort(kind="stable")
    step = max(1, len(order) // most)
    return [
        (on_sheet(source[index], boxes[0]), on_sheet(target[index], boxes[1]))
        for index in order[::step][:most]
    ]
