"""The marks of one photo: bar and QR codes, and lettering that can number a thing."""

from collections.abc import Iterator

import zxingcpp

from returnproof.domain.difference import Box
from returnproof.domain.found_mark import FoundMark, MarkNature
from returnproof.vision import lettering
from returnproof.vision.cv import Rgb
from returnproof.vision.features import shrink
from returnproof.vision.mark_sorting import LONGEST, of_code, of_lettering

SIDE = 2000
MOST = 40
_SHORTEST = 4

Size = tuple[int, int]  # width, height


def marks_in(pixels: Rgb, size: Size, photo: str = "") -> tuple[FoundMark, ...]:
    """Codes first, at most MOST. `pixels` at most SIDE; `size` of the upright photo itself."""
    found = [*_codes(pixels, size, photo), *_lettering(pixels, size, photo)]
    # One number printed beside its own barcode is one mark; the barcode proves itself.
    known: set[tuple[MarkNature, str]] = set()
    kept: list[FoundMark] = []
    for mark in found:
        if (mark.nature, mark.text) not in known:
            known.add((mark.nature, mark.text))
            kept.append(mark)
    return tuple(kept[:MOST])


def _codes(pixels: Rgb, size: Size, photo: str) -> Iterator[FoundMark]:
    for code in zxingcpp.read_barcodes(pixels, text_mode=zxingcpp.TextMode.HRI):
        text = code.text.strip()
        if not _SHORTEST <= len(text) <= LONGEST:
            continue
        symbology = code.format.name
        corners = [
            getattr(code.position, corner)
            for corner in ("top_left", "top_right", "bottom_left", "bottom_right")
        ]
        xs, ys = [each.x for each in corners], [each.y for each in corners]
        place = _box((min(xs), min(ys), max(xs), max(ys)), pixels, size)
        nature, own = of_code(text, symbology)
        yield FoundMark(photo, nature, own, symbology, place)


def _lettering(pixels: Rgb, size: Size, photo: str) -> Iterator[FoundMark]:
    if not lettering.installed():
        return
    part = shrink(pixels, lettering.SIDE)
    for line in lettering.read(part):
        sorted_ = of_lettering(line.text)
        if sorted_ is not None and len(sorted_[1]) <= LONGEST:
            place = _box(line.edges, part, size)
            yield FoundMark(photo, *sorted_, "lettering", place, round(line.surety, 3))


def _box(edges: tuple[float, float, float, float], pixels: Rgb, size: Size) -> Box:
    """Edges in `pixels` as a box of the photo itself; a barcode's line has no height of its own."""
    across, down = size[0] / pixels.shape[1], size[1] / pixels.shape[0]
    left = max(0, min(round(edges[0] * across), size[0] - 1))
    top = max(0, min(round(edges[1] * down), size[1] - 1))
    right = max(left + 1, min(round(edges[2] * across), size[0]))
    bottom = max(top + 1, min(round(edges[3] * down), size[1]))
    return Box(left, top, right - left, bottom - top)
