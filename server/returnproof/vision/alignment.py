"""Which points of two photos are the same point of one thing: matching, then one plane's view."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.vision.cv import Flags, Floats
from returnproof.vision.features import Features, root

RATIO = 0.8
REPROJECTION_PIXELS = 4.0
_LEAST_FOR_PLANE = 6


@dataclass(frozen=True, slots=True)
class Alignment:
    """Points found in both photos, as pixels of their work pictures.

    `source` and `target` (n, 2) of reference and candidate; `inliers` (n,) marks those that one
    homography explains. `mirrored`: the candidate had to be flipped left to right first; its
    points are given unflipped.
    """

    source: Floats
    target: Floats
    inliers: Flags
    homography: NDArray[np.float64] | None
    mirrored: bool

    @property
    def count(self) -> int:
        """Number of inliers."""
        return int(self.inliers.sum())


def align(reference: Features, candidate: Features) -> Alignment:
    """The plain alignment, or the mirrored one where it is clearly better."""
    plain = _align(reference, candidate, mirrored=False)
    if plain.count >= _ENOUGH:
        return plain
    flipped = _align(reference, candidate, mirrored=True)
    return flipped if flipped.count >= 2 * plain.count + _LEAST_FOR_PLANE else plain


# So many inliers of a plain view never come from a mirrored picture.
_ENOUGH = 60


def _align(reference: Features, candidate: Features, *, mirrored: bool) -> Alignment:
    descriptors, points = candidate.descriptors, candidate.points
    if mirrored:
        descriptors, points = mirror_descriptors(descriptors), _flip(points, candidate.size[0])
    pairs = mutual_matches(root(reference.descriptors), root(descriptors))
    source, target = reference.points[pairs[:, 0]], points[pairs[:, 1]]
    homography, inliers = plane(source, target)
    if mirrored:
        target = _flip(target, candidate.size[0])
    return Alignment(source, target, inliers, homography, mirrored)


def mutual_matches(one: Floats, other: Floats) -> NDArray[np.intp]:
    """(n, 2) indices: nearest neighbours both ways that are clearly nearer than the second."""
    if len(one) < 2 or len(other) < 2:  # noqa: PLR2004 - the ratio needs a second neighbour
        return np.empty((0, 2), np.intp)
    similarity = one @ other.T
    forward = np.argpartition(-similarity, 1, axis=1)[:, :2]
    rows = np.arange(len(one))
    top = np.take_along_axis(similarity, forward, axis=1)
    first = np.where(top[:, 0] >= top[:, 1], forward[:, 0], forward[:, 1])
    best, second = top.max(axis=1), top.min(axis=1)
    # Unit vectors: squared distance is 2 - 2 cos.
    clear = (1 - best) < RATIO**2 * (1 - second)
    mutual = similarity.argmax(axis=0)[first] == rows
    keep = clear & mutual
    return np.stack([rows[keep], first[keep]], axis=1)


def plane(source: Floats, target: Floats) -> tuple[NDArray[np.float64] | None, Flags]:
    """The homography most matches agree on, and which do; None when too few."""
    nothing = np.zeros(len(source), np.bool_)
    if len(source) < _LEAST_FOR_PLANE:
        return None, nothing
    cv2.setRNGSeed(1)
    try:
        homography, mask = cv2.findHomography(
            source, target, cv2.USAC_MAGSAC, REPROJECTION_PIXELS, None, 5000, 0.999
        )
    except cv2.error:  # degenerate points make USAC's own assertions fail
        return None, nothing
    if homography is None or mask is None:
        return None, nothing
    return np.asarray(homography, np.float64), np.asarray(mask, np.bool_).ravel()


def mirror_descriptors(descriptors: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The descriptors a left-right mirrored picture would have: 4 x 4 cells of 8 directions."""
    cells = descriptors.reshape(-1, 4, 4, 8)
    return cells[:, ::-1, :, _MIRRORED_DIRECTIONS].reshape(-1, 128)


_MIRRORED_DIRECTIONS = np.array([0, 7, 6, 5, 4, 3, 2, 1])


def _flip(points: Floats, width: int) -> Floats:
    return np.stack([np.float32(width - 1) - points[:, 0], points[:, 1]], axis=1)
