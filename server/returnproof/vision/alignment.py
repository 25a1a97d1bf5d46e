"""One photo laid over another: the plane that most matched points agree on."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.vision.cv import Flags, Floats
from returnproof.vision.features import Features
from returnproof.vision.keypoints import Keypoints, root
from returnproof.vision.learned import brought, moved
from returnproof.vision.matching import Pairs, mirror, mirror_points, mutual_matches

REPROJECTION_PIXELS = 4.0
_LEAST = 6
# So many inliers of the plain view are never met when one photo is a mirror image.
_NEVER_BY_MIRROR = 60
_ROUNDS = 5000
_CONFIDENCE = 0.999

Homography = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Matched keypoints of reference and candidate, in pixels of their work pictures.

    `source` and `target` (n, 4) as in `Keypoints`, `pairs` (n, 2) their indices; `inliers` (n,)
    marks those that `homography`, from reference to candidate, explains. `mirrored`: the candidate
    of `width` pixels was flipped left to right first, and `target` and `homography` are of the
    flipped one.
    """

    pairs: Pairs
    source: Floats
    target: Floats
    inliers: Flags
    homography: Homography | None
    mirrored: bool = False
    width: int = 0

    def points(self) -> tuple[Floats, Floats]:
        """The inliers (n, 2) of both photos as they are, unflipped."""
        source, target = self.source[self.inliers, :2], self.target[self.inliers, :2].copy()
        if self.mirrored:
            target[:, 0] = self.width - 1 - target[:, 0]
        return source, target

    @property
    def count(self) -> int:
        """Number of inliers."""
        return int(self.inliers.sum())

    @property
    def share(self) -> float:
        """Inliers among all matches, 0 to 1."""
        return self.count / max(1, len(self.inliers))


def align(reference: Keypoints, candidate: Keypoints) -> Alignment:
    """As the photos are."""
    pairs = mutual_matches(root(reference.descriptors), root(candidate.descriptors))
    return _aligned(pairs, reference.points, candidate.points)


def align_items(reference: Features, candidate: Features) -> Alignment:
    """Of the items alone: by the matcher the operator brought, else by SIFT on them enlarged."""
    learned, one, other = brought(), reference.spots, candidate.spots
    if learned is None or one is None or other is None:
        return align(reference.zoom, candidate.zoom)
    pairs = learned.pairs(one, other)
    source, target = moved(one.points()[pairs[:, 0]], other.points()[pairs[:, 1]])
    homography, inliers = plane(source[:, :2], target[:, :2])
    return Alignment(pairs, source, target, inliers, homography)


def align_mirrored(reference: Keypoints, candidate: Keypoints, width: int) -> Alignment:
    """With the candidate, `width` pixels wide, flipped left to right."""
    pairs = mutual_matches(root(reference.descriptors), root(mirror(candidate.descriptors)))
    flipped = mirror_points(candidate.points, width)
    return replace(_aligned(pairs, reference.points, flipped), mirrored=True, width=width)


def better(plain: Alignment, reference: Features, candidate: Features) -> Alignment:
    """`plain`, which aligns the whole photos, or the mirrored one where that is clearly better."""
    if plain.count >= _NEVER_BY_MIRROR:
        return plain
    flipped = align_mirrored(reference.whole, candidate.whole, candidate.size[0])
    return flipped if flipped.count >= 2 * plain.count + _LEAST else plain


def _aligned(pairs: Pairs, one: Floats, other: Floats) -> Alignment:
    source, target = one[pairs[:, 0]], other[pairs[:, 1]]
    homography, inliers = plane(source[:, :2], target[:, :2])
    return Alignment(pairs, source, target, inliers, homography)


def plane(source: Floats, target: Floats) -> tuple[Homography | None, Flags]:
    """The homography most points (n, 2) agree on, and which do; None when they do not."""
    nothing = np.zeros(len(source), np.bool_)
    if len(source) < _LEAST:
        return None, nothing
    cv2.setRNGSeed(1)
    try:
        homography, mask = cv2.findHomography(
            np.ascontiguousarray(source),
            np.ascontiguousarray(target),
            cv2.USAC_MAGSAC,
            REPROJECTION_PIXELS,
            None,
            _ROUNDS,
            _CONFIDENCE,
        )
    except cv2.error:  # degenerate points make USAC's own assertions fail
        return None, nothing
    if homography is None or mask is None or not _sane(homography, source):
        return None, nothing
    return np.asarray(homography, np.float64), np.asarray(mask, np.bool_).ravel()


def _sane(homography: NDArray[np.generic], source: Floats) -> bool:
    """A view of a plane keeps its turning sense and enlarges nothing a hundredfold."""
    matrix = np.asarray(homography, np.float64)
    homogeneous = np.column_stack([source.astype(np.float64), np.ones(len(source))])
    depths = homogeneous @ matrix[2]
    if np.median(depths) == 0:
        return False
    determinant = float(np.linalg.det(matrix / np.cbrt(abs(np.median(depths)) ** 3)))
    return 1e-4 < determinant * float(np.sign(np.median(depths))) < 1e4  # noqa: PLR2004
