"""Pictures that hold several, or one among other things: collages, long screenshots.

Each of their parts is small once the whole is brought to the usual size, so they are looked at
larger, and for more points.
"""

from typing import Final

import cv2
import numpy as np

from returnproof.vision.cv import Grey, Rgb

# A collage has a straight seam across; on single photos the highest was .74.
SEAM_FROM: Final = 0.8
_COLLAGE: Final = 1.6
# No phone's screen is as long as this, in either direction.
_LONG_FROM: Final = 2.4
_USUAL: Final = 1.5
_MOST: Final = 3.0
_NOISE: Final = 14
_INNER: Final = (0.15, 0.85)


def elongation(width: int, height: int) -> float:
    """How many times larger a long picture is to be decoded, 1 for all others, 3 at most."""
    long = max(width, height) / max(1, min(width, height))
    return min(_MOST, long / _USUAL) if long >= _LONG_FROM else 1.0


def closeness(pixels: Rgb) -> float:
    """How many times larger than others the picture is looked at; `pixels` of the usual size."""
    longer = elongation(pixels.shape[1], pixels.shape[0])
    if longer > 1:
        return longer
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    return _COLLAGE if seam(grey) >= SEAM_FROM else 1.0


def seam(grey: Grey) -> float:
    """The largest share (0 to 1) of the height or width over which one line stands off."""
    return max(_column(grey), _column(np.ascontiguousarray(grey.T)))


def _column(grey: Grey) -> float:
    width = grey.shape[1]
    inner = slice(round(_INNER[0] * width), round(_INNER[1] * width))
    step = cv2.absdiff(grey[:, 1:], grey[:, :-1])[:, inner] if width > 1 else grey[:, :0]
    if not step.size:
        return 0.0
    return round(float((step > _NOISE).mean(axis=0).max()), 3)
