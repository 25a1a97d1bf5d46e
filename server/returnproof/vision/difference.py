"""Which places of an item changed between two photos: looked for only where they can be compared.

An observation to be looked at. Wear, damage and a missing part show alike, and so may a fold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import cv2
import msgspec
import numpy as np

from returnproof.domain.difference import Box, Change, Differences
from returnproof.vision.cv import Flags, Floats, Rgb
from returnproof.vision.difference_levels import levelled, settled
from returnproof.vision.difference_map import unlikeness
from returnproof.vision.difference_regions import Region, Scene, regions
from returnproof.vision.features import Features
from returnproof.vision.laying import Laying, lay
from returnproof.vision.model import Line, logistic

MOST_CHANGES = 6
# Less of the item than this cannot be called compared.
_LEAST_COMPARED = 0.05
_HALF = 0.5
# From here on it cannot be said that nothing differs.
_DOUBTFUL = 0.04

Size = tuple[int, int]  # width, height


class Judge(msgspec.Struct, frozen=True):
    """Fitted by scripts/training/differences.py: how surely a region is a change of the thing."""

    version: str
    line: Line
    least: float


@dataclass(frozen=True, slots=True)
class Compared:
    """What a difference figure shows: (h, w) arrays in the candidate's work picture.

    `unlike` how unlike each spot is, 0 to 1; `usable` where both could be compared; `item` where
    either photo has its item; `regions` all that are unlike, `found` those called changes,
    strongest first, each with its probability.
    """

    laying: Laying
    field: Floats
    unlike: Floats
    usable: Flags
    item: Flags
    regions: tuple[Region, ...]
    found: tuple[tuple[Region, float], ...]
    doubtful: int

    @property
    def share(self) -> float:
        """Of the item, what could be compared."""
        return float((self.usable & self.item).sum() / max(1, self.item.sum()))


def compared(reference: Features, candidate: Features, left: Rgb, right: Rgb) -> Compared | None:
    """`left` and `right`: pixels of any size. None where the photos cannot be laid over."""
    laying = lay(reference, candidate)
    if laying is None:
        return None
    there, here = _at(left, reference.size), _at(right, candidate.size)
    field = settled(there, here, laying)
    pair = levelled(there, here, laying, field)
    unlike = unlikeness(pair)
    item = _item(reference, candidate, field)
    where = item > _HALF
    together = np.clip(unlike.together, 0, 1)
    enough = float((pair.usable & where).sum() / max(1, where.sum())) >= _LEAST_COMPARED
    unlikes = tuple(regions(Scene(pair, unlike, item))) if enough else ()
    found = _judged(unlikes)
    doubtful = max(0, _doubtful(unlikes) - len(found))
    return Compared(laying, field, together, pair.usable, where, unlikes, found, doubtful)


def differences(name: str, seen: Compared, sizes: tuple[Size, Size]) -> Differences | None:
    """In pixels of both upright photos, whose `sizes` are reference's and candidate's.

    None where too little of the item could be compared.
    """
    if seen.share < _LEAST_COMPARED:
        return None
    changes = [_change(region, surety, seen, sizes) for region, surety in seen.found]
    return Differences(name, round(seen.share, 3), tuple(changes), seen.doubtful)


def _judged(found: Sequence[Region]) -> tuple[tuple[Region, float], ...]:
    own = judge()
    rated = [(each, logistic(own.line.log_odds(each.signs))) for each in found]
    sure = sorted((each for each in rated if each[1] >= own.least), key=_strongest_first)
    return tuple(sure[:MOST_CHANGES])


def _doubtful(found: Sequence[Region]) -> int:
    """Regions that a person should not be told are absent."""
    line = judge().line
    return sum(logistic(line.log_odds(each.signs)) >= _DOUBTFUL for each in found)


def _strongest_first(rated: tuple[Region, float]) -> tuple[float, tuple[int, ...]]:
    return -rated[1], rated[0].box


def _change(region: Region, surety: float, seen: Compared, sizes: tuple[Size, Size]) -> Change:
    left, top, width, height = region.box
    here = np.array([left, top, left + width, top + height], np.float64)
    ys, xs = np.nonzero(region.where)
    ys, xs = ys + top, xs + left
    there = seen.field[ys, xs]
    low, high = there.min(axis=0), there.max(axis=0)
    work = (seen.field.shape[1], seen.field.shape[0])
    return Change(
        reference=_box(np.array([*low, *(high + 1)], np.float64), seen.laying.size, sizes[0]),
        candidate=_box(here, work, sizes[1]),
        strength=round(surety, 3),
    )


def _box(edges: np.ndarray[tuple[int, ...], np.dtype[np.float64]], work: Size, size: Size) -> Box:
    """Left, top, right, bottom in a work picture, as a box inside the photo itself."""
    scale = np.array(size, np.float64) / np.array(work, np.float64)
    low = np.clip(np.floor(edges[:2] * scale), 0, np.array(size) - 1).astype(int)
    high = np.clip(np.ceil(edges[2:] * scale), low + 1, size).astype(int)
    return Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))


def _at(pixels: Rgb, size: Size) -> Rgb:
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _item(reference: Features, candidate: Features, field: Floats) -> Floats:
    """0 to 1 where either photo has its item: a part that is gone is seen in one only."""
    here = cv2.resize(candidate.mask, candidate.size).astype(np.float32)
    whole = cv2.resize(reference.mask, reference.size)
    x, y = (np.ascontiguousarray(field[..., axis]) for axis in (0, 1))
    there = cv2.remap(whole, x, y, cv2.INTER_LINEAR).astype(np.float32)
    return np.asarray(np.maximum(here, there) / np.float32(255), np.float32)


@cache
def judge() -> Judge:
    """The one that ships with this version."""
    document = files("returnproof.vision").joinpath("difference.json").read_bytes()
    return msgspec.json.decode(document, type=Judge)
