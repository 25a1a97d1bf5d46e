"""Where the photos differ once laid over: boxes in both, and a map of the whole."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

from returnproof.domain.errors import NotAligned
from returnproof.vision import sheet
from returnproof.vision.captions import caption
from returnproof.vision.cv import Rgb
from returnproof.vision.difference import Compared, compared, differences
from returnproof.vision.figure_labels import labelled
from returnproof.vision.sides import Sides

_HATCH = 9
_KEY = 26


def difference(sides: Sides, language: str) -> Image.Image:
    """Raises NotAligned."""
    seen = compared(sides.reference, sides.candidate, sides.left, sides.right)
    if seen is None:
        raise NotAligned
    sizes = [(side.shape[1], side.shape[0]) for side in (sides.left, sides.right)]
    told = differences("", seen, (sizes[0], sizes[1]))
    changes = () if told is None else told.changes
    top, boxes = sheet.pair(sides.left, sides.right, lines=0)
    for box, size, places in zip(
        boxes,
        sizes,
        ([each.reference for each in changes], [each.candidate for each in changes]),
        strict=True,
    ):
        labelled(top, box, [sheet.scaled(place, size, box) for place in places])
    headings = [
        (caption(code, language), float(box[0]))
        for code, box in zip(("reference", "candidate"), boxes, strict=True)
    ]
    sheet.write(top, headings, (), 0, language)
    # Below, the map stands under the candidate it is of, its key under the reference.
    map_, box = sheet.below(top, boxes[1], lines=1)
    map_.paste(_map(seen, sheet.resized(sides.right, (box[2], box[3]))), box[:2])
    _key(map_, box, _words(seen, len(changes), told is not None, language), language)
    return map_


def _map(seen: Compared, photo: Rgb) -> Image.Image:
    """A faint print of the photo, darker the more both differ, hatched where nothing is known."""
    size = (photo.shape[1], photo.shape[0])
    unlike = np.asarray(cv2.resize(seen.unlike, size, interpolation=cv2.INTER_LINEAR), np.float32)
    usable = cv2.resize(seen.usable.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    shade = np.clip((unlike - 0.15) / 0.6, 0, 1)[..., None]
    print_ = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY).astype(np.float32) * 0.22 + 198
    paper = np.repeat(print_[..., None], 3, axis=2)
    drawn = (1 - shade) * paper + shade * np.array(_tone(shade), np.float32)
    drawn[~usable] = _hatched(size)[~usable]
    return Image.fromarray(np.asarray(drawn, np.uint8))


def _tone(shade: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Rgb:
    """Vermillion, then dark: ever darker in print too."""
    dark = np.clip(2 * shade - 1, 0, 1)
    mixed = (1 - dark) * np.array(sheet.VERMILLION) + dark * np.array((70, 20, 0))
    return np.asarray(mixed, np.uint8)


def _hatched(size: tuple[int, int]) -> Rgb:
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]]
    grey = np.where((xs + ys) % _HATCH == 0, 170, 250).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _words(seen: Compared, count: int, enough: bool, language: str) -> Sequence[str]:  # noqa: FBT001
    if not enough:
        return (caption("too_little_compared", language),)
    first = "differs" if count else "perhaps_differs" if seen.doubtful else "nothing_differs"
    return (
        caption(first, language, count=count),
        caption("compared", language, percent=round(100 * seen.share)),
        caption("not_damage", language),
    )


def _key(paper: Image.Image, box: sheet.Box, words: Sequence[str], language: str) -> None:
    pen = ImageDraw.Draw(paper)
    x, y = sheet.MARGIN, box[1]
    scale = np.linspace(0, 1, 8 * _KEY, dtype=np.float32)[None, :, None]
    bar = (1 - scale) * 246 + scale * _tone(scale)
    strip = np.repeat(np.asarray(bar, np.uint8), _KEY, axis=0)
    hatch = Image.fromarray(_hatched((_KEY * 2, _KEY)))
    rows = ((Image.fromarray(strip), "key_unlike"), (hatch, "key_unknown"))
    for swatch, code in rows:
        paper.paste(swatch, (x, y))
        pen.rectangle((x, y, x + swatch.width, y + swatch.height), outline=sheet.ASIDE)
        sheet.line(paper, (x + swatch.width + 12, y + 3), caption(code, language), language)
        y += _KEY + 12
    for text in words:
        y = sheet.paragraph(paper, (x, y + 6), text, box[0] - x - 2 * sheet.MARGIN, language)
