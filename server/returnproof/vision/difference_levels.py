"""Two photos of one place brought to one sharpness and light, so that what is left is the thing.

Light and shadow change slowly across a surface, and damage does not: what is compared is each
spot against its own surroundings.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from returnproof.vision.cv import Flags, Floats, Grey, Rgb
from returnproof.vision.laying import Laying

# Sharper photos are softened by the first of these that is enough.
_SOFTENINGS = (0.7, 1.1, 1.6, 2.3)
_NOISE_SOFTENING = 0.8
# The surroundings a spot is held against, as a share of the longer side.
_REGION = 0.035
_LEAST_SPREAD = 3.0
_GAIN = (0.5, 2.0)
_GLARE = 248
# What a window at the very edge of a photo holds is half made up.
_EDGE = 7
_FLOW_SMOOTHING = 7.0
_MOST_FLOW = 9.0


@dataclass(frozen=True, slots=True)
class Levelled:
    """Both photos (h, w, 3) as lightness, a and b of CIELAB against their surroundings.

    `usable` (h, w): both photos show the spot, matches vouch for it and neither is glare there.
    """

    reference: Floats
    candidate: Floats
    usable: Flags


def levelled(reference: Rgb, candidate: Rgb, laying: Laying, field: Floats) -> Levelled:
    """`reference` and `candidate`: the work pictures `laying` is of; `field` as it settled."""
    there = _warp(reference, field)
    inside = _inside(field, reference.shape[:2])
    dazzling = _dazzling(there) | _dazzling(candidate)
    usable = laying.vouched & inside & ~dazzling
    one, other = _one_sharpness(_lab(there), _lab(candidate), usable)
    reach = _REGION * max(candidate.shape[:2])
    one, other = _flat(one, usable, reach), _flat(other, usable, reach)
    return Levelled(_one_contrast(one, other, usable, 2 * reach), other, usable)


def settled(reference: Rgb, candidate: Rgb, laying: Laying) -> Floats:
    """The laying's field moved by the few pixels that bring both photos together."""
    grey = cv2.cvtColor(candidate, cv2.COLOR_RGB2GRAY)
    there = cv2.cvtColor(_warp(reference, laying.field), cv2.COLOR_RGB2GRAY)
    seeker = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    flow = np.asarray(
        seeker.calc(_even(grey), _even(there), np.zeros((*grey.shape, 2), np.float32)), np.float32
    )
    # What damage looks like must not be pulled onto what was there before: only smooth moves.
    flow = np.clip(flow, -_MOST_FLOW, _MOST_FLOW)
    weight = laying.vouched.astype(np.float32)
    flow = _mean(flow, weight, _FLOW_SMOOTHING)
    height, width = grey.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    moved = cv2.remap(
        laying.field,
        np.ascontiguousarray(xs + flow[..., 0]),
        np.ascontiguousarray(ys + flow[..., 1]),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(moved, np.float32)


def _warp(pixels: Rgb, field: Floats) -> Rgb:
    x, y = (np.ascontiguousarray(field[..., axis]) for axis in (0, 1))
    warped = cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.uint8)


def _inside(field: Floats, shape: tuple[int, ...]) -> Flags:
    height, width = shape[:2]
    x, y = field[..., 0], field[..., 1]
    return np.asarray(
        (x >= _EDGE) & (x < width - _EDGE) & (y >= _EDGE) & (y < height - _EDGE), np.bool_
    )


def _even(grey: Grey | np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Grey:
    return np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(np.asarray(grey, np.uint8)), np.uint8)


def _lab(pixels: Rgb) -> Floats:
    lab = cv2.cvtColor(pixels.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return np.asarray(lab, np.float32)


def _dazzling(pixels: Rgb) -> Flags:
    """Glare and what surrounds it: highlights move with the light, not with the thing."""
    burnt = (pixels.min(axis=2) >= _GLARE).astype(np.uint8)
    return np.asarray(cv2.dilate(burnt, np.ones((9, 9), np.uint8)) > 0, np.bool_)


def _one_sharpness(one: Floats, other: Floats, where: Flags) -> tuple[Floats, Floats]:
    one, other = _soft(one, _NOISE_SOFTENING), _soft(other, _NOISE_SOFTENING)
    if not where.any():
        return one, other
    for sigma in _SOFTENINGS:
        here, there = _detail(one, where), _detail(other, where)
        if max(here, there) <= 1.25 * min(here, there):
            break
        if here > there:
            one = _soft(one, sigma)
        else:
            other = _soft(other, sigma)
    return one, other


def _detail(lab: Floats, where: Flags) -> float:
    """How much of the contrast is in the finest scale."""
    lightness = lab[..., 0]
    fine = lightness - np.asarray(cv2.GaussianBlur(lightness, (0, 0), 1.5), np.float32)
    coarse = lightness - np.asarray(cv2.GaussianBlur(lightness, (0, 0), 6.0), np.float32)
    return float(np.mean(np.abs(fine[where]))) / (float(np.mean(np.abs(coarse[where]))) + 0.05)


def _soft(image: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)


def _flat(lab: Floats, where: Flags, reach: float) -> Floats:
    """Less the mean of the surroundings."""
    weight = where.astype(np.float32)
    return np.asarray(lab - _mean(lab, weight, reach), np.float32)


def _mean(values: Floats, weight: Floats, sigma: float) -> Floats:
    """Of the (h, w, c) `values` around each spot, each counted by its `weight` (h, w).

    Reckoned on a coarse grid: a wide mean has no detail to lose.
    """
    height, width = weight.shape
    step = max(1.0, sigma / 3)
    coarse = (max(1, round(width / step)), max(1, round(height / step)))
    counted = np.concatenate([values * weight[..., None], weight[..., None]], axis=2)
    small = cv2.resize(counted, coarse, interpolation=cv2.INTER_AREA)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), sigma / step), np.float32)
    mean = small[..., :-1] / (small[..., -1:] + np.float32(1e-4))
    wide = cv2.resize(mean, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide, np.float32).reshape(values.shape)


def _one_contrast(one: Floats, other: Floats, where: Flags, reach: float) -> Floats:
    """`one` with the contrast that `other` has in each region."""
    weight = where.astype(np.float32)
    spread = [np.sqrt(_mean(each**2, weight, reach)) + _LEAST_SPREAD for each in (one, other)]
    return np.asarray(one * np.clip(spread[1] / spread[0], *_GAIN), np.float32)
