"""Codes and lettering read in both photos, boxed and numbered, and what they say."""

from collections.abc import Sequence

from PIL import Image

from returnproof.domain.found_mark import FoundMark, MarkNature
from returnproof.vision import sheet
from returnproof.vision.captions import caption
from returnproof.vision.figure_labels import labelled
from returnproof.vision.mark_sorting import folded, is_link
from returnproof.vision.marks import marks_in
from returnproof.vision.sides import Sides

_MOST = 10
_LONGEST = 48


def marks(sides: Sides, language: str) -> Image.Image:
    """Never refuses: that nothing could be read is worth knowing too."""
    sizes = [(side.shape[1], side.shape[0]) for side in (sides.left, sides.right)]
    left, right = (
        _telling(marks_in(side, size))
        for side, size in zip((sides.left, sides.right), sizes, strict=True)
    )
    rows = _rows(left, right)
    paper, boxes = sheet.pair(sides.left, sides.right, lines=len(rows) + 1)
    for place, side in enumerate((left, right)):
        here = {number: mark for number, row in enumerate(rows, 1) if (mark := row[place])}
        numbers = list(here)
        places = [sheet.scaled(here[number].box, sizes[place], boxes[place]) for number in numbers]
        labelled(paper, boxes[place], places, numbers)
        del side
    headings = [
        (caption(code, language), float(box[0]))
        for code, box in zip(("reference", "candidate"), boxes, strict=True)
    ]
    lines = [_line(number, row, language) for number, row in enumerate(rows, start=1)]
    lines.insert(0, caption("marks_read" if rows else "no_marks", language, count=len(rows)))
    sheet.write(paper, headings, lines, max(box[1] + box[3] for box in boxes), language)
    return paper


Row = tuple[FoundMark | None, FoundMark | None]


def _telling(found: Sequence[FoundMark]) -> list[FoundMark]:
    return [mark for mark in found if not is_link(mark.text)]


def _rows(left: Sequence[FoundMark], right: Sequence[FoundMark]) -> list[Row]:
    """What both show first, then what one shows; codes before lettering."""
    theirs = {folded(mark.text): mark for mark in reversed(right)}
    both: list[Row] = [
        (mark, theirs[folded(mark.text)]) for mark in left if folded(mark.text) in theirs
    ]
    ours = {folded(mark.text) for mark in left}
    one: list[Row] = [(mark, None) for mark in left if folded(mark.text) not in theirs]
    one += [(None, mark) for mark in right if folded(mark.text) not in ours]
    one.sort(key=lambda row: _mark(row).nature is MarkNature.lettering)
    return (both + one)[:_MOST]


def _mark(row: Row) -> FoundMark:
    mark = row[0] or row[1]
    assert mark is not None
    return mark


def _line(number: int, row: Row, language: str) -> str:
    mark = _mark(row)
    where = "in_both" if row[0] and row[1] else "in_reference" if row[0] else "in_candidate"
    text = mark.text if len(mark.text) <= _LONGEST else f"{mark.text[: _LONGEST - 1]}…"
    nature = caption(f"mark_{mark.nature.value}", language)
    return f"{number}  {nature}  {text}  ({caption(where, language)})"
