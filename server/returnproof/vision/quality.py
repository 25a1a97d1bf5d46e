"""Measured faults of a photo that limit what can be said of it."""

import cv2
import numpy as np

from returnproof.domain.comparison import Reason
from returnproof.vision.cv import Rgb

SMALLEST_SIDE = 320
DARK_BELOW = 45.0
BRIGHT_ABOVE = 225.0
# Variance of the Laplacian at the work side; sharp photos have hundreds.
BLURRED_BELOW = 18.0


def faults(pixels: Rgb, width: int, height: int) -> tuple[Reason, ...]:
    """What is wrong with a candidate: `candidate_small`, `_dark`, `_bright`, `_blurred`."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    mean = float(grey.mean())
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    found: list[Reason] = []
    if min(width, height) < SMALLEST_SIDE:
        found.append(Reason("candidate_small", {"width": width, "height": height}))
    if mean < DARK_BELOW:
        found.append(Reason("candidate_dark", {"brightness": round(mean)}))
    if mean > BRIGHT_ABOVE and float(np.mean(grey > 250)) > 0.5:  # noqa: PLR2004
        found.append(Reason("candidate_bright", {"brightness": round(mean)}))
    if sharpness < BLURRED_BELOW:
        found.append(Reason("candidate_blurred", {"sharpness": round(sharpness, 1)}))
    return tuple(found)
