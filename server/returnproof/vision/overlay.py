"""How well two photos agree where one is laid over the other."""

from dataclasses import dataclass

import cv2
import numpy as np

from returnproof.vision.alignment import Alignment
from returnproof.vision.cv import Grey
from returnproof.vision.features import Features

NO_RESIDUAL = 9.0
_LEAST_INLIERS = 4
_LEAST_PIXELS = 50


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of two photos under their alignment.

    `correlation` of grey values where they overlap (-1 to 1), `overlap` the share of the candidate
    that the reference covers (0 to 1), `residual` the inliers' median distance from the place the
    homography predicts, in pixels of the work picture.
    """

    correlation: float
    overlap: float
    residual: float


NONE = Agreement(0.0, 0.0, NO_RESIDUAL)


def agreement(reference: Features, candidate: Features, alignment: Alignment) -> Agreement:
    """NONE where there is no homography or too few inliers."""
    if alignment.homography is None or alignment.count < _LEAST_INLIERS:
        return NONE
    correlation, overlap = _correlation(reference, candidate, alignment)
    return Agreement(correlation, overlap, _residual(alignment))


def _residual(alignment: Alignment) -> float:
    assert alignment.homography is not None
    source = alignment.source[alignment.inliers, :2].astype(np.float64)
    target = alignment.target[alignment.inliers, :2]
    predicted = cv2.perspectiveTransform(source[None], alignment.homography)[0]
    return float(np.median(np.linalg.norm(predicted - target, axis=1)))


def _correlation(
    reference: Features, candidate: Features, alignment: Alignment
) -> tuple[float, float]:
    warped, seen, picture = _laid_over(reference, candidate, alignment)
    overlap = float(seen.mean())
    if int(seen.sum()) < _LEAST_PIXELS:
        return 0.0, overlap
    one, other = (_smooth(image)[seen] for image in (warped, picture))
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return (float((one * other).sum()) / size if size > 0 else 0.0), overlap


def _laid_over(
    reference: Features, candidate: Features, alignment: Alignment
) -> tuple[Grey, "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", Grey]:
    """The reference's thumb in the candidate's place, where it is seen, the candidate's thumb."""
    picture = candidate.thumb
    if alignment.mirrored:
        picture = np.ascontiguousarray(picture[:, ::-1])
    height, width = picture.shape
    smaller = reference.thumb.shape[1] / reference.size[0]
    larger = width / candidate.size[0]
    move = (
        np.diag([larger, larger, 1.0])
        @ np.asarray(alignment.homography)
        @ np.diag([1 / smaller, 1 / smaller, 1.0])
    )
    warped = cv2.warpPerspective(reference.thumb, move, (width, height))
    everywhere = np.full_like(reference.thumb, 255)
    seen = cv2.warpPerspective(everywhere, move, (width, height)) > 250  # noqa: PLR2004
    return np.asarray(warped, np.uint8), np.asarray(seen, np.bool_), picture


def _smooth(image: Grey) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    return np.asarray(cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1.0), np.float32)
