"""How well two photos agree where one is laid over the other."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.vision.alignment import Alignment
from returnproof.vision.cv import Flags, Floats, Grey
from returnproof.vision.features import Features

NO_RESIDUAL = 9.0
_LEAST_INLIERS = 4
_LEAST_PIXELS = 50
# Made smaller than this share of its area, a picture must be smoothed first; and at most so much.
_COARSER = 0.7
_COARSEST = 64.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of two photos under their alignment.

    `correlation` of grey values where they overlap and `item_correlation` where either shows its
    item (-1 to 1); `overlap` the share of the candidate that the reference covers (0 to 1);
    `residual` the inliers' median distance from where the homography puts them, in work pixels.
    """

    correlation: float
    item_correlation: float
    overlap: float
    residual: float


NONE = Agreement(0.0, 0.0, 0.0, NO_RESIDUAL)


def agreement(reference: Features, candidate: Features, alignment: Alignment) -> Agreement:
    """NONE where there is no homography or too few inliers."""
    if alignment.homography is None or alignment.count < _LEAST_INLIERS:
        return NONE
    laid = _laid_over(reference, candidate, alignment)
    return Agreement(
        correlation=_correlation(laid, laid.seen),
        item_correlation=_correlation(laid, laid.seen & laid.item),
        overlap=float(laid.seen.mean()),
        residual=_residual(alignment),
    )


def _residual(alignment: Alignment) -> float:
    assert alignment.homography is not None
    source = alignment.source[alignment.inliers, :2].astype(np.float64)
    target = alignment.target[alignment.inliers, :2]
    predicted = cv2.perspectiveTransform(source[None], alignment.homography)[0]
    return float(np.median(np.linalg.norm(predicted - target, axis=1)))


@dataclass(frozen=True, slots=True)
class _Laid:
    """The reference's thumb in the candidate's place, the candidate's, and where both are seen
    and where either has its item; all of one size.
    """  # noqa: D205

    warped: Floats
    picture: Floats
    seen: Flags
    item: Flags


def _correlation(laid: _Laid, where: Flags) -> float:
    if int(where.sum()) < _LEAST_PIXELS:
        return 0.0
    one, other = laid.warped[where], laid.picture[where]
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / size if size > 0 else 0.0


def _laid_over(reference: Features, candidate: Features, alignment: Alignment) -> _Laid:
    picture, mask = candidate.thumb, candidate.mask
    if alignment.mirrored:
        picture, mask = (np.ascontiguousarray(image[:, ::-1]) for image in (picture, mask))
    height, width = picture.shape
    smaller = reference.thumb.shape[1] / reference.size[0]
    larger = width / candidate.size[0]
    move = (
        np.diag([larger, larger, 1.0])
        @ np.asarray(alignment.homography)
        @ np.diag([1 / smaller, 1 / smaller, 1.0])
    )

    def warp(image: Grey) -> Grey:
        return np.asarray(cv2.warpPerspective(image, move, (width, height)), np.uint8)

    tall, wide = reference.thumb.shape
    shown = _coarsened(reference.thumb, move)
    here = np.asarray(cv2.resize(mask, (width, height)), np.uint8)
    there = warp(np.asarray(cv2.resize(reference.mask, (wide, tall)), np.uint8))
    return _Laid(
        warped=_smooth(warp(shown)),
        picture=_smooth(picture),
        seen=warp(np.full_like(reference.thumb, 255)) > 250,  # noqa: PLR2004 - no half-seen edge
        item=(here > 127) | (there > 127),  # noqa: PLR2004 - half
    )


def _coarsened(image: Grey, move: NDArray[np.float64]) -> Grey:
    """As smooth as it must be before `move` makes it smaller: a copy in a corner of a collage."""
    height, width = image.shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    outline = cv2.perspectiveTransform(corners, move).astype(np.float32)
    area = float(cv2.contourArea(outline)) if np.isfinite(outline).all() else 0.0
    smaller = area / (width * height)
    if not 0 < smaller < _COARSER:
        return image
    sigma = 0.5 * float(np.sqrt(min(1 / smaller, _COARSEST) - 1))
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)


def _smooth(image: Grey) -> Floats:
    return np.asarray(cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1.0), np.float32)
