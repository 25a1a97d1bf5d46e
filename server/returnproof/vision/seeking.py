"""Whether one picture shows in another, whatever symmetry and crop it went through."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from returnproof.domain.picture import Transform
from returnproof.vision.alignment import align
from returnproof.vision.cv import Grey, Rgb
from returnproof.vision.decoding import Picture
from returnproof.vision.features import Features, extract
from returnproof.vision.fingerprint import fingerprint

# Photos of unrelated things were never seen to agree on more than 20 points.
_LEAST_INLIERS: Final = 24
# Pictures with too little to match are held over each other instead.
_THUMB: Final = 48
_SAME_THUMB: Final = 0.95
_FLATTEST: Final = 4.0

# Quarter turns clockwise that made the picture, and whether it was mirrored left to right before.
_MADE_BY: Final[Mapping[Transform, tuple[int, bool]]] = {
    Transform.identity: (0, False),
    Transform.rotated_90: (1, False),
    Transform.rotated_180: (2, False),
    Transform.rotated_270: (3, False),
    Transform.mirrored: (0, True),
    Transform.mirrored_rotated_90: (1, True),
    Transform.mirrored_rotated_180: (2, True),
    Transform.mirrored_rotated_270: (3, True),
}


def undone(pixels: Rgb, transform: Transform) -> Rgb:
    """The picture as it was before `transform`."""
    turns, mirrored = _MADE_BY[transform]
    turned = np.rot90(pixels, turns)
    return np.ascontiguousarray(turned[:, ::-1] if mirrored else turned)


def symmetries(pixels: Rgb) -> tuple[str, ...]:
    """PDQ in hex of the picture with each Transform undone, in the order of the enum."""
    return tuple(fingerprint(undone(pixels, each)).pdq for each in Transform)


def overlap(stored: Features, sent: Picture, transform: Transform) -> float | None:
    """The share (0 to 1) of the sent picture that the stored one covers; None: no match."""
    found = extract(replace(sent, pixels=undone(sent.pixels, transform)))
    alignment = align(stored.whole, found.whole)
    if alignment.homography is not None and alignment.count >= _LEAST_INLIERS:
        covered = _covered(alignment.homography, stored.size, found.size)
        if covered is not None:
            return covered
    return 1.0 if _look_the_same(stored.thumb, found.thumb) else None


def _covered(
    homography: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    stored: tuple[int, int],
    sent: tuple[int, int],
) -> float | None:
    """None when the outline of the stored picture lies impossibly in the sent one."""
    outline = cv2.perspectiveTransform(_corners(stored)[None], homography)[0].astype(np.float32)
    if not np.isfinite(outline).all() or not cv2.isContourConvex(outline):
        return None
    area, _ = cv2.intersectConvexConvex(outline, _corners(sent))
    return round(min(1.0, float(area) / (sent[0] * sent[1])), 3)


def _corners(size: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def _look_the_same(one: Grey, other: Grey) -> bool:
    """Correlation of both at one small size; a flat picture has nothing to correlate."""
    small = [
        cv2.resize(each, (_THUMB, _THUMB), interpolation=cv2.INTER_AREA).astype(np.float32)
        for each in (one, other)
    ]
    if min(float(each.std()) for each in small) < _FLATTEST:
        return False
    correlation = np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1]
    return bool(correlation >= _SAME_THUMB)
