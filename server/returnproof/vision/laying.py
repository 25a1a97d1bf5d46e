"""One photo laid over another by parts: a thing that bends or is rounded has no single plane.

Every group of matches that one plane explains moves the pixels around it; between groups the
movements pass into each other. Where no match is near, nothing vouches for the laying.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from returnproof.vision.alignment import REPROJECTION_PIXELS, Homography, plane
from returnproof.vision.cv import Flags, Floats, Rgb
from returnproof.vision.features import Features
from returnproof.vision.keypoints import Keypoints, root
from returnproof.vision.matching import mirror, mirror_points, mutual_matches

# So many matches of the plain view are never met when one photo is a mirror image.
_SURELY_PLAIN = 60
_MOST_PARTS = 6
# The first plane must be sure; further ones lie in its company.
_LEAST_FIRST = 10
_LEAST_FURTHER = 7
# Densities are reckoned on a grid of this many pixels.
_GRID = 8
# How far a match speaks for its surroundings, as a share of the picture's longer side.
_REACH = 0.05
_VOUCHED = 1.2
_FAR = 3.0


@dataclass(frozen=True, slots=True)
class Laying:
    """Where each pixel of the candidate's work picture (h, w) is found in the reference's.

    `field` (h, w, 2) x and y in the reference's work picture; `vouched` (h, w) near enough to
    matches of both photos to be trusted, and inside the reference; `matches` how many agreed, in
    how many `parts`; `mirrored`: the reference had to be flipped left to right (`field` says where
    in the unflipped one); `size` (width, height) of the reference's work picture.
    """

    field: Floats
    vouched: Flags
    matches: int
    parts: int
    mirrored: bool
    size: tuple[int, int]


def lay(reference: Features, candidate: Features) -> Laying | None:
    """None where the photos have no part in common that could be laid over."""
    plain = _parts(reference, candidate, mirrored=False)
    chosen, mirrored = plain, False
    if _count(plain) < _SURELY_PLAIN:
        flipped = _parts(reference, candidate, mirrored=True)
        if _count(flipped) >= 2 * _count(plain) + _LEAST_FIRST:
            chosen, mirrored = flipped, True
    if not chosen:
        return None
    width, height = candidate.size
    field, density = _blended(chosen, (width, height))
    if mirrored:
        field[..., 0] = reference.size[0] - 1 - field[..., 0]
    inside = (
        (field[..., 0] >= 0)
        & (field[..., 0] <= reference.size[0] - 1)
        & (field[..., 1] >= 0)
        & (field[..., 1] <= reference.size[1] - 1)
    )
    vouched = _closed(density >= _VOUCHED, _REACH * max(candidate.size)) & inside
    return Laying(field, vouched, _count(chosen), len(chosen), mirrored, reference.size)


def laid(pixels: Rgb, laying: Laying, size: tuple[int, int]) -> Rgb:
    """`pixels` of the reference at any size, seen in the candidate's place at `size` (w, h).

    White where the reference has nothing.
    """
    scale = pixels.shape[1] / laying.size[0]
    field = cv2.resize(laying.field, size, interpolation=cv2.INTER_LINEAR) * np.float32(scale)
    warped = cv2.remap(
        pixels,
        np.ascontiguousarray(field[..., 0], np.float32),
        np.ascontiguousarray(field[..., 1], np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    return np.asarray(warped, np.uint8)


@dataclass(frozen=True, slots=True)
class _Part:
    """From the candidate to the reference, and the candidate's points (n, 2) that say so."""

    homography: Homography
    points: Floats


def _count(parts: list[_Part]) -> int:
    return sum(len(part.points) for part in parts)


def _parts(reference: Features, candidate: Features, *, mirrored: bool) -> list[_Part]:
    width = reference.size[0]
    pairs = [
        _matched(one, other, width if mirrored else None)
        for one, other in ((reference.whole, candidate.whole), (reference.zoom, candidate.zoom))
    ]
    there, here = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    return _planes(here, there)


def _matched(reference: Keypoints, candidate: Keypoints, flip: int | None) -> tuple[Floats, Floats]:
    """Places (n, 2) in both; `flip` is the reference's width where it is to be mirrored."""
    points, descriptors = reference.points, reference.descriptors
    if flip is not None:
        points, descriptors = mirror_points(points, flip), mirror(descriptors)
    pairs = mutual_matches(root(descriptors), root(candidate.descriptors))
    return points[pairs[:, 0], :2], candidate.points[pairs[:, 1], :2]


def _planes(here: Floats, there: Floats) -> list[_Part]:
    """One after the other, the largest first, each of what the earlier ones do not explain."""
    parts: list[_Part] = []
    left = np.ones(len(here), np.bool_)
    while len(parts) < _MOST_PARTS:
        homography, inliers = plane(here[left], there[left])
        least = _LEAST_FURTHER if parts else _LEAST_FIRST
        points = here[left][inliers]
        if homography is None or len(np.unique(points.round(), axis=0)) < least:
            break
        parts.append(_Part(homography, points))
        left &= _off(homography, here, there) > 1.5 * REPROJECTION_PIXELS
    return parts


def _off(homography: Homography, here: Floats, there: Floats) -> Floats:
    moved = cv2.perspectiveTransform(here[None].astype(np.float64), homography)[0]
    return np.asarray(np.linalg.norm(moved - there, axis=1), np.float32)


def _blended(parts: list[_Part], size: tuple[int, int]) -> tuple[Floats, Floats]:
    """The field, and how many matches speak for each pixel (h, w)."""
    width, height = size
    densities = np.stack([_density(part.points, size) for part in parts])
    weights = densities**2
    weights[0] += np.float32(1e-6)  # far from everything, the strongest part goes on
    weights /= weights.sum(axis=0, keepdims=True)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float64)
    field = np.zeros((height, width, 2), np.float64)
    for part, weight in zip(parts, weights, strict=True):
        field += weight[..., None] * _moved(part.homography, xs, ys, _FAR * max(size))
    return field.astype(np.float32), np.asarray(densities.sum(axis=0), np.float32)


def _moved(
    homography: Homography,
    xs: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    ys: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    far: float,
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    h = homography
    depth = h[2, 0] * xs + h[2, 1] * ys + h[2, 2]
    depth = np.where(np.abs(depth) < 1e-9, 1e-9, depth)  # noqa: PLR2004 - the plane's horizon
    x = (h[0, 0] * xs + h[0, 1] * ys + h[0, 2]) / depth
    y = (h[1, 0] * xs + h[1, 1] * ys + h[1, 2]) / depth
    return np.asarray(np.clip(np.stack([x, y], axis=-1), -far, far), np.float64)


def _closed(where: Flags, reach: float) -> Flags:
    """With its gaps: damage has no matches of its own, but those around it speak for it."""
    small = cv2.resize(where.astype(np.uint8), None, fx=1 / _GRID, fy=1 / _GRID)
    by = 2 * round(1.5 * reach / _GRID) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (by, by))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    large = cv2.resize(closed, (where.shape[1], where.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray((large > 0) | where, np.bool_)


def _density(points: Floats, size: tuple[int, int]) -> Floats:
    """Matches near each pixel, nearer ones counting more; one match counts 1 at its own place."""
    width, height = size
    wide, tall = width // _GRID + 1, height // _GRID + 1
    grid = np.zeros((tall, wide), np.float32)
    places = np.clip((points / _GRID).astype(np.intp), 0, (wide - 1, tall - 1))
    np.add.at(grid, (places[:, 1], places[:, 0]), 1)
    np.minimum(grid, 2, out=grid)  # a crowd in one spot vouches for that spot only
    sigma = _REACH * max(size) / _GRID
    smooth = cv2.GaussianBlur(grid, (0, 0), sigma) * np.float32(2 * np.pi * sigma**2)
    return np.asarray(cv2.resize(smooth, size, interpolation=cv2.INTER_LINEAR), np.float32)
