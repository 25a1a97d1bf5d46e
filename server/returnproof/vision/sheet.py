"""The paper every figure is drawn on: photos as they are, and all words outside them."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from returnproof.domain import difference as domain
from returnproof.vision.captions import font_for
from returnproof.vision.cv import Floats, Rgb

WIDTH = 1200
MARGIN = 24
HEAD = 44
LINE_HEIGHT = 26
# Okabe-Ito: told apart with any kind of colour vision, and by lightness in print.
BLUE = (0, 114, 178)
ORANGE = (230, 159, 0)
VERMILLION = (213, 94, 0)
ASIDE = (120, 120, 120)
INK = (16, 24, 40)
PAPER = (255, 255, 255)
_GAP = 24
_LARGEST_HEIGHT = 760
_LARGEST_ALONE = 900

Box = tuple[int, int, int, int]  # left, top, width, height of a photo on the sheet
Place = tuple[float, float]


def pair(left: Rgb, right: Rgb, lines: int = 2) -> tuple[Image.Image, tuple[Box, Box]]:
    """Both photos in columns of one width, each as large as fits, and room for `lines` below."""
    column = (WIDTH - 2 * MARGIN - _GAP) // 2
    photos = [_fitted(side, column, _LARGEST_HEIGHT) for side in (left, right)]
    sheet = _blank(max(photo.height for photo in photos), lines)
    boxes: list[Box] = []
    for place, photo in enumerate(photos):
        x = MARGIN + place * (column + _GAP) + (column - photo.width) // 2
        sheet.paste(photo, (x, HEAD))
        boxes.append((x, HEAD, photo.width, photo.height))
    return sheet, (boxes[0], boxes[1])


def alone(size: tuple[int, int], lines: int = 2) -> tuple[Image.Image, Box]:
    """An empty place for one picture of the shape `size`, as large as fits."""
    width, height = _fitting(size, WIDTH - 2 * MARGIN, _LARGEST_ALONE)
    return _blank(height, lines), ((WIDTH - width) // 2, HEAD, width, height)


def _blank(height: int, lines: int) -> Image.Image:
    return Image.new("RGB", (WIDTH, HEAD + height + lines * LINE_HEIGHT + 20), PAPER)


def _fitted(pixels: Rgb, width: int, height: int) -> Image.Image:
    photo = Image.fromarray(pixels)
    return photo.resize(_fitting(photo.size, width, height), Image.Resampling.LANCZOS)


def _fitting(size: tuple[int, int], width: int, height: int) -> tuple[int, int]:
    scale = min(width / size[0], height / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def on_sheet(fraction: Floats, box: Box) -> Place:
    """Where a place in a photo, given in fractions of its sides, lies on the sheet."""
    return box[0] + float(fraction[0]) * box[2], box[1] + float(fraction[1]) * box[3]


def scaled(place: domain.Box, size: tuple[int, int], photo: Box) -> Box:
    """A box of a picture of `size` (width, height), where that is drawn as `photo`."""
    across, down = photo[2] / size[0], photo[3] / size[1]
    left, top = photo[0] + place.x * across, photo[1] + place.y * down
    width, height = max(3.0, place.width * across), max(3.0, place.height * down)
    return round(left), round(top), round(width), round(height)


def below(paper: Image.Image, photo: Box, lines: int) -> tuple[Image.Image, Box]:
    """A longer sheet with `paper` above, and a place for a picture as large as `photo` under it."""
    top = paper.height
    longer = _blank(top - HEAD + photo[3], lines)
    longer.paste(paper, (0, 0))
    return longer, (photo[0], top, photo[2], photo[3])


def line(paper: Image.Image, place: tuple[int, int], text: str, language: str) -> None:
    """One small line."""
    ImageDraw.Draw(paper).text(place, text, fill=INK, font=font_for(language, 16)[0])


def paragraph(
    paper: Image.Image, place: tuple[int, int], text: str, width: int, language: str
) -> int:
    """Small lines no wider than `width`; where the next may start. Chinese breaks anywhere."""
    font, _ = font_for(language, 16)
    words = list(text) if language.startswith("zh") else [f"{word} " for word in text.split()]
    x, y, row = *place, ""
    for word in words:
        if row and font.getlength((row + word).rstrip()) > width:
            line(paper, (x, y), row, language)
            y, row = y + LINE_HEIGHT, ""
        row += word
    line(paper, (x, y), row, language)
    return y + LINE_HEIGHT


def resized(pixels: Rgb, size: tuple[int, int]) -> Rgb:
    """`pixels` at (width, height)."""
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS), np.uint8)


def write(
    sheet: Image.Image,
    headings: Sequence[tuple[str, float]],
    lines: Sequence[str],
    below: float,
    language: str,
) -> None:
    """`headings` with the x they start at above the photos; `lines` under `below`."""
    pen = ImageDraw.Draw(sheet)
    font, _ = font_for(language, 20)
    small, _ = font_for(language, 16)
    for text, x in headings:
        pen.text((x, 10), text, fill=INK, font=font)
    for place, line in enumerate(lines):
        pen.text((MARGIN, below + 8 + place * LINE_HEIGHT), line, fill=INK, font=small)


def width_of(text: str, language: str) -> float:
    """Pixels a heading takes."""
    return font_for(language, 20)[0].getlength(text)


def png(sheet: Image.Image) -> bytes:
    """The sheet as a file."""
    file = io.BytesIO()
    sheet.save(file, "PNG", compress_level=4)
    return file.getvalue()
