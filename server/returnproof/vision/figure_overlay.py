"""One photo laid over the other, up to a dividing line that can be moved."""

import numpy as np
from PIL import Image, ImageDraw

from returnproof.domain.errors import NotAligned
from returnproof.vision import sheet
from returnproof.vision.captions import caption
from returnproof.vision.laying import laid, lay
from returnproof.vision.sides import Sides

_HANDLE = 9


def overlay(sides: Sides, language: str, position: float) -> Image.Image:
    """Left of the line the reference, right of it the candidate. Raises NotAligned.

    `position` 0 to 1 of the width: 0 shows the candidate alone, 1 the reference alone, each in the
    very place it has in every other figure of the pair.
    """
    laying = lay(sides.reference, sides.candidate)
    if laying is None:
        raise NotAligned
    height, width = sides.right.shape[:2]
    paper, box = sheet.alone((width, height))
    size = (box[2], box[3])
    here = sheet.resized(sides.right, size)
    there = laid(sides.left, laying, size)
    line = round(position * box[2])
    shown = np.concatenate([there[:, :line], here[:, line:]], axis=1)
    paper.paste(Image.fromarray(shown), box[:2])
    _divide(paper, box, box[0] + line)
    mirrored = [caption("mirrored", language)] if laying.mirrored else []
    lines = ["  ".join([caption("laid_over", language, count=laying.matches), *mirrored])]
    lines.append(caption("laid_how", language))
    _write(paper, box, lines, language)
    return paper


def _divide(paper: Image.Image, box: sheet.Box, x: int) -> None:
    """A white line with dark edges shows on any photo; its handles stand outside."""
    pen = ImageDraw.Draw(paper)
    top, bottom = box[1], box[1] + box[3]
    if 0 < x - box[0] < box[2]:
        pen.line((x, top, x, bottom - 1), fill=sheet.INK, width=4)
        pen.line((x, top, x, bottom - 1), fill=sheet.PAPER, width=2)
    for edge, away in ((top - 1, -1), (bottom, 1)):
        tip = edge + away * _HANDLE
        corners = ((x, edge), (x - _HANDLE, tip), (x + _HANDLE, tip))
        pen.polygon(corners, fill=sheet.VERMILLION)


def _write(paper: Image.Image, box: sheet.Box, lines: list[str], language: str) -> None:
    left = f"◀ {caption('reference', language)}"
    right = f"{caption('candidate', language)} ▶"
    end = box[0] + box[2] - sheet.width_of(right, language)
    headings = [(left, float(box[0])), (right, end)]
    sheet.write(paper, headings, lines, box[1] + box[3] + _HANDLE, language)
