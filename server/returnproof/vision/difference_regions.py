"""Where two levelled photos differ while their surroundings agree: regions, as numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.vision.cv import Flags, Floats
from returnproof.vision.difference_levels import Levelled
from returnproof.vision.difference_map import Unlikeness

# A region grows from a peak of unlikeness over what is still unlike around it.
_PEAK = 0.45
_GROWN = 0.28
_LEAST_PIXELS = 24
_MOST_REGIONS = 16
# Its surroundings, as shares of the longer side: a gap that its blur reaches, then two rings.
_GAP = 0.008
_NEAR = 0.035
_FAR = 0.1
_AGREES = 0.25
_TEXTURED = 6.0
_HALF = 0.5

Box = tuple[int, int, int, int]  # left, top, width, height in the candidate's work picture


@dataclass(frozen=True, slots=True)
class Region:
    """One place where the photos differ: `box`, and `where` in that box.

    `signs`: numbers of which each speaks for a change of the thing the more, the larger it is.
    """

    box: Box
    where: Flags
    signs: tuple[float, ...]


SIGNS = (
    "structure",  # how unlike the structure is, on average
    "contrast",  # how plainly that can be seen
    "colour",  # how unlike the colour is
    "size",
    "quiet_near",  # share of what lies around it that agrees
    "quiet_far",
    "held",  # share around it that agrees and has structure to agree by
    "surrounded",  # share around it that could be compared at all
    "rest",  # how little else of the item is unlike
    "unbalanced",  # more structure in one photo than in the other: nothing merely moved
    "on_item",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What regions are looked for in; all (h, w). `item` 0 to 1, how much a spot is the item."""

    pair: Levelled
    unlike: Unlikeness
    item: Floats


def regions(scene: Scene) -> Iterator[Region]:
    """At most _MOST_REGIONS, the strongest first."""
    together = scene.unlike.together
    grown = ((together >= _GROWN) & scene.pair.usable).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    peaks = _peaks(together, labels, stats)
    near = hull(scene.item)
    told = 0
    for label in sorted(range(1, len(peaks)), key=lambda each: (-peaks[each], each)):
        if peaks[label] < _PEAK or told == _MOST_REGIONS:
            return
        left, top, width, height = (int(each) for each in stats[label, :4])
        part = np.s_[top : top + height, left : left + width]
        where = np.asarray(labels[part] == label, np.bool_)
        # The room may change as it likes.
        if where.sum() < _LEAST_PIXELS or float(near[part][where].mean()) < _HALF:
            continue
        told += 1
        box = (left, top, width, height)
        yield Region(box, where, _signs(scene, box, where))


def hull(item: Floats) -> Floats:
    """1 around the item: no cut-out is exact, and what it leaves out lies between its parts."""
    height, width = item.shape
    coarse = (width // 8 + 1, height // 8 + 1)
    ys, xs = np.nonzero(cv2.resize(item, coarse) > _HALF)
    filled = np.zeros((coarse[1], coarse[0]), np.float32)
    if len(xs) > 2:  # noqa: PLR2004 - a triangle
        outline = cv2.convexHull(np.stack([xs, ys], axis=1).astype(np.int32))
        cv2.fillConvexPoly(filled, outline, 1.0)
    return np.asarray(cv2.resize(filled, (width, height)), np.float32)


def _peaks(
    together: Floats, labels: NDArray[np.generic], stats: NDArray[np.generic]
) -> list[float]:
    found = [0.0]
    for label in range(1, len(stats)):
        left, top, width, height = (int(each) for each in stats[label, :4])
        part = np.s_[top : top + height, left : left + width]
        found.append(float(np.where(labels[part] == label, together[part], 0).max()))
    return found


def _signs(scene: Scene, box: Box, where: Flags) -> tuple[float, ...]:
    side = max(scene.item.shape)
    far = round((_GAP + _FAR) * side)
    left, top = max(0, box[0] - far), max(0, box[1] - far)
    part = np.s_[top : box[1] + box[3] + far, left : box[0] + box[2] + far]
    inner = np.zeros(scene.item[part].shape, np.bool_)
    inner[box[1] - top : box[1] - top + box[3], box[0] - left : box[0] - left + box[2]] = where
    together, seen = scene.unlike.together[part], scene.pair.usable[part]
    beyond = ~_grown(inner, round(_GAP * side))
    near = _grown(inner, round((_GAP + _NEAR) * side)) & beyond
    wide = _grown(inner, far) & beyond
    here, there = (
        _busy(each[part][..., 0]) for each in (scene.pair.candidate, scene.pair.reference)
    )
    agrees = together < _AGREES
    held = agrees & (np.minimum(here, there) > _TEXTURED)
    return (
        float(scene.unlike.structure[part][inner].mean()),
        min(2.0, float(scene.unlike.contrast[part][inner].max())),
        min(2.0, float(scene.unlike.colour[part][inner].max())),
        float(np.log(inner.sum() / side**2 * 1000 + 0.1)),
        _share(agrees, near & seen),
        _share(agrees, wide & seen),
        _share(held, wide & seen),
        float((near & seen).sum() / max(1, near.sum())),
        -_rest(scene, box, where),
        float(
            abs(here[inner].sum() - there[inner].sum())
            / (here[inner].sum() + there[inner].sum() + 1)
        ),
        float(scene.item[part][inner].mean()),
    )


def _rest(scene: Scene, box: Box, where: Flags) -> float:
    """How much else of the item is unlike: all of it means light or view, not damage."""
    together = scene.unlike.together
    item = scene.pair.usable & (scene.item > _HALF)
    unlike = item & (together > _GROWN)
    part = np.s_[box[1] : box[1] + box[3], box[0] : box[0] + box[2]]
    own = int((unlike[part] & where).sum())
    return float(np.log((int(unlike.sum()) - own) / max(1, int(item.sum())) + 0.003))


def _busy(lightness: Floats) -> Floats:
    """Spread of the lightness around each spot."""
    mean = cv2.GaussianBlur(lightness, (0, 0), 2.5)
    square = cv2.GaussianBlur(lightness * lightness, (0, 0), 2.5)
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)), np.float32)


def _share(which: Flags, among: Flags) -> float:
    return float(which[among].mean()) if among.any() else 0.0


def _grown(where: Flags, by: int) -> Flags:
    near = cv2.distanceTransform((~where).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(near <= by, np.bool_)
