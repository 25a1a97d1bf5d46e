"""SIFT keypoints of a picture, as plain arrays."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.vision.cv import Floats, Rgb

MOST = 1200
# Lower than usual: clothes and plain parcels have little contrast. The strongest are kept.
_CONTRAST = 0.02


@dataclass(frozen=True, slots=True)
class Keypoints:
    """`points` (n, 4): x, y, diameter in pixels, direction in radians; `descriptors` (n, 128)."""

    points: Floats
    descriptors: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.points)


def detect(pixels: Rgb, most: int = MOST) -> Keypoints:
    """At most `most` of the strongest."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    sift = cv2.SIFT.create(nfeatures=most, contrastThreshold=_CONTRAST)
    found, descriptors = sift.detectAndCompute(grey, None)
    points = np.array(
        [(*point.pt, point.size, np.radians(point.angle)) for point in found], np.float32
    )
    if descriptors is None:
        descriptors = np.empty((0, 128), np.float32)
    return Keypoints(
        points.reshape(-1, 4)[:most], np.clip(descriptors, 0, 255).astype(np.uint8)[:most]
    )


def root(descriptors: NDArray[np.uint8]) -> Floats:
    """RootSIFT: Euclidean distance then compares histograms as they should be (Hellinger)."""
    values = descriptors.astype(np.float32)
    sums = np.maximum(values.sum(axis=1, keepdims=True), np.float32(1))
    return np.asarray(np.sqrt(values / sums), np.float32)
