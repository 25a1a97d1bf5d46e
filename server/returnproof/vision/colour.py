"""The item's colours, as the camera gave them and with the light's own colour taken out."""

import cv2
import numpy as np

from returnproof.vision.cv import Floats, Grey, Rgb

_AB_BINS = 14
_L_BINS = 12
_AB_RANGE = (-70.0, 70.0)
BINS = _AB_BINS**2 + _L_BINS
_HALF = 128
# Well outside the item: no cut-out is exact.
_AROUND = 40
_LEAST_AROUND = 100


def histograms(pixels: Rgb, mask: Grey) -> Floats:
    """(2, BINS) square roots of the item's Lab histograms: raw, and under grey-world light."""
    side = mask.shape[0]
    small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    item = mask > 127  # noqa: PLR2004 - half
    if not item.any():
        item = np.ones_like(item)
    values = small[item].astype(np.float32) / np.float32(255)
    whole = small.reshape(-1, 3).astype(np.float32) / np.float32(255)
    means = np.maximum(whole.mean(axis=0), np.float32(1e-3))
    balanced = np.clip(values * (means.mean() / means), 0, 1)
    return np.stack([_histogram(values), _histogram(balanced)])


def backdrop(pixels: Rgb, mask: Grey) -> Floats:
    """(BINS,) the square root of the histogram of what lies around the item: of the room."""
    side = mask.shape[0]
    small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    around = mask < _AROUND
    if int(around.sum()) < _LEAST_AROUND:
        around = mask < _HALF
    if not around.any():
        around = np.ones_like(around)
    return _histogram(small[around].astype(np.float32) / np.float32(255))


def alike(one: Floats, other: Floats) -> Floats:
    """(2,) Bhattacharyya coefficients of two photos' histograms, 0 to 1."""
    return np.asarray((one * other).sum(axis=1) / 2, np.float32)


def _histogram(rgb: Floats) -> Floats:
    lab = cv2.cvtColor(rgb[None].astype(np.float32), cv2.COLOR_RGB2Lab)[0]
    planes, _, _ = np.histogram2d(
        np.clip(lab[:, 1], *_AB_RANGE),
        np.clip(lab[:, 2], *_AB_RANGE),
        _AB_BINS,
        (_AB_RANGE, _AB_RANGE),
    )
    planes = cv2.GaussianBlur(planes, (0, 0), 0.7)
    light, _ = np.histogram(lab[:, 0], _L_BINS, (0.0, 100.0))
    light = np.convolve(light, (0.25, 0.5, 0.25), "same")
    parts = [part.ravel() / max(1e-9, float(part.sum())) for part in (planes, light)]
    return np.sqrt(np.concatenate(parts)).astype(np.float32)
