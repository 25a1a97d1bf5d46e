"""How a photo was taken, beyond what makes an answer impossible (quality.py): facts and advice.

Thresholds were set on the labelled photos and on drawn degradations; docs/photo-quality.md has how
often each is wrong.
"""

from dataclasses import replace

import cv2
import numpy as np

from returnproof.domain.photo_quality import PhotoQuality
from returnproof.vision.cv import Floats, Grey, Rgb
from returnproof.vision.features import Features
from returnproof.vision.foreground import MASK_SIDE, box, weights
from returnproof.vision.several import SEAM_FROM, seam

GLARE_FROM = 0.05
SMALL_BELOW = 160
FEW_BELOW = 25
CUT_OFF_FROM = 0.5
SCREENSHOT_FROM = 0.12
RIPPLE_FROM = 7.5
_TALL = 1.55
_BURNT, _BLACK = 250, 8
_WHITE_ITEM = 215.0
_HALF = 127
_INSET = 4  # the cut-out never reaches the picture's edge itself
_RIPPLE_SIDE = 512


def measured(pixels: Rgb, size: tuple[int, int], features: Features) -> PhotoQuality:
    """`pixels` at least as large as the work picture; `size` (width, height) of the photo."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    item = cv2.resize(features.mask, (grey.shape[1], grey.shape[0])) > _HALF
    left, top, right, bottom = box(features.mask, size)
    on_item = weights(features.mask, features.zoom.points[:, :2], features.size) > 0.5  # noqa: PLR2004
    found = PhotoQuality(
        sharpness=_sharpness(grey, item),
        brightness=round(float(grey.mean()), 1),
        burnt=round(float((grey >= _BURNT).mean()), 3),
        black=round(float((grey <= _BLACK).mean()), 3),
        glare=_glare(grey, item),
        item_pixels=max(right - left, bottom - top),
        details=int(on_item.sum()),
        cut_off=_cut_off(features.mask),
        flat_rows=_flat_rows(pixels),
        seam=seam(grey),
        ripple=_ripple(grey),
    )
    return replace(found, notes=_notes(found, size))


def _notes(found: PhotoQuality, size: tuple[int, int]) -> tuple[str, ...]:
    tall = max(size) / max(1, min(size)) >= _TALL
    screenshot = found.flat_rows >= SCREENSHOT_FROM and tall
    said = {
        "glare": found.glare >= GLARE_FROM,
        "item_small": found.item_pixels < SMALL_BELOW,
        "few_details": found.details < FEW_BELOW,
        "cut_off": found.cut_off >= CUT_OFF_FROM,
        "screenshot": screenshot,
        "collage": found.seam >= SEAM_FROM and not screenshot,
        "screen": found.ripple >= RIPPLE_FROM,
    }
    return tuple(code for code, true in said.items() if true)


def _sharpness(grey: Grey, item: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    edges = cv2.Laplacian(grey, cv2.CV_32F)
    return round(float(edges[item].var() if item.any() else edges.var()), 1)


def _glare(grey: Grey, item: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    """Of an item that is not white itself."""
    if not item.any() or float(np.median(grey[item])) > _WHITE_ITEM:
        return 0.0
    return round(float((grey[item] >= _BURNT).mean()), 3)


def _cut_off(mask: Grey) -> float:
    inner = mask[_INSET : MASK_SIDE - _INSET, _INSET : MASK_SIDE - _INSET] > _HALF
    sides = (inner[0], inner[-1], inner[:, 0], inner[:, -1])
    return round(max(float(side.mean()) for side in sides), 3)


def _flat_rows(pixels: Rgb) -> float:
    """Rows of nearly one colour in the top and the bottom fifth; a camera's noise has none."""
    height = pixels.shape[0]
    fifth = max(1, height // 5)
    middle = np.median(pixels, axis=1, keepdims=True)
    alike = (np.abs(pixels.astype(np.float32) - middle).max(axis=2) <= 2).mean(axis=1)  # noqa: PLR2004
    flat = alike >= 0.72  # noqa: PLR2004 - the rest is the clock, signs and buttons
    return round(float(min(flat[:fifth].mean(), flat[-fifth:].mean())), 3)


def _ripple(grey: Grey) -> float:
    """Height of the sharpest peak of the spectrum over its surroundings, away from the centre."""
    side = min(_RIPPLE_SIDE, *grey.shape)
    if side < 64:  # noqa: PLR2004 - too little to tell a pattern
        return 0.0
    top, left = (grey.shape[0] - side) // 2, (grey.shape[1] - side) // 2
    part = grey[top : top + side, left : left + side].astype(np.float32)
    window = np.hanning(side).astype(np.float32)
    part = (part - part.mean()) * window[:, None] * window[None, :]
    power = np.log1p(np.abs(np.fft.fftshift(np.fft.fft2(part)))).astype(np.float32)
    around = np.asarray(cv2.medianBlur(power, 5), np.float32)
    spread = np.asarray(np.abs(power - around), np.float32)
    return round(float(_peak(power - around, spread, side)), 2)


def _peak(above: Floats, spread: Floats, side: int) -> float:
    ys, xs = np.mgrid[0:side, 0:side] - side // 2
    far = np.hypot(xs, ys)
    # Not the axes: edges of the picture and of anything upright lie on them.
    ring = (far > 0.12 * side) & (far < 0.48 * side) & (np.minimum(abs(xs), abs(ys)) > 0.02 * side)
    usual = float(np.median(spread[ring])) + 1e-3
    return float(above[ring].max()) / usual
