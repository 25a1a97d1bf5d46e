"""A learned detector and matcher from files the operator brings, in place of SIFT on the item.

OpenCV runs them: ALIKED finds spots, LightGlue says which show the same place. No weights ship with
this project; docs/learned-matcher.md tells which files are wanted. `python -m
returnproof.vision.learned FOLDER` tells whether a folder's files can be used.
"""

import hashlib
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np

from returnproof.vision.cv import Floats, Rgb
from returnproof.vision.matching import Pairs, mutual_matches

# Where the folder's name stands for the whole process; the command line puts it there.
VARIABLE = "RETURNPROOF_MATCHER"
DETECTOR = "aliked.onnx"
MATCHER = "lightglue.onnx"
CALIBRATION = "engine.json"
MOST = 1200
_SURE = 0.2
# Without LightGlue: learned descriptors differ more, and more evenly, than SIFT's.
_RATIO = 0.95
_NEIGHBOURS = 5


class UnusableMatcherError(ValueError):
    """The named file of the folder is absent, not what it should be, or of another matcher."""


@dataclass(frozen=True, slots=True)
class Spots:
    """`places` (n, 2) in pixels of the enlarged item, which is `frame` (width, height) large;
    `descriptors` (n, any); `onto` left, top and scale bring places into the work picture.
    """  # noqa: D205

    places: Floats
    descriptors: Floats
    frame: tuple[int, int]
    onto: tuple[float, float, float]

    def points(self) -> Floats:
        """(n, 2) in pixels of the work picture."""
        left, top, scale = self.onto
        return np.asarray(self.places * scale + np.array([left, top]), np.float32)


class Learned:
    """Files of `folder`. Deterministic, as OpenCV's networks are on one machine."""

    def __init__(self, folder: Path) -> None:
        """Raises UnusableMatcherError with the file's name."""
        digest = hashlib.sha256()
        for name in (DETECTOR, MATCHER):
            if name == DETECTOR or (folder / name).exists():
                digest.update(_bytes(folder / name))
        self.version = digest.hexdigest()[:12]
        self._detector: Any = _made(cv2.ALIKED.create, folder / DETECTOR)
        there = (folder / MATCHER).exists()
        make = cv2.LightGlueMatcher.create
        self._matcher: Any = _made(make, folder / MATCHER, _SURE) if there else None

    def spots(self, pixels: Rgb, onto: tuple[float, float, float]) -> Spots:
        """At most MOST, the surest first, of the enlarged item's picture."""
        frame = (pixels.shape[1], pixels.shape[0])
        found, descriptors = self._detector.detectAndCompute(
            np.ascontiguousarray(pixels[..., ::-1]), None
        )
        if not len(found):
            return Spots(np.empty((0, 2), np.float32), np.empty((0, 1), np.float32), frame, onto)
        surest = np.argsort([-spot.response for spot in found], kind="stable")[:MOST]
        places = np.array([spot.pt for spot in found], np.float32)[surest]
        return Spots(places, np.asarray(descriptors, np.float32)[surest], frame, onto)

    def pairs(self, one: Spots, other: Spots) -> Pairs:
        """(n, 2) indices of spots that show the same place."""
        if min(len(one.places), len(other.places)) < 2:  # noqa: PLR2004 - nothing to choose from
            return np.empty((0, 2), np.intp)
        if self._matcher is None:
            return mutual_matches(one.descriptors, other.descriptors, _RATIO)
        self._matcher.setPairInfo(one.places, other.places, one.frame, other.frame)
        found = self._matcher.match(one.descriptors, other.descriptors)
        pairs = [(match.queryIdx, match.trainIdx) for match in found]
        return np.array(pairs, np.intp).reshape(-1, 2)


def moved(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """(n, 4) each, as `Keypoints` has them, of matched points (n, 2).

    Learned spots have neither size nor direction. How each was turned and enlarged is read from
    its nearest neighbours among the matches.
    """
    source, target = np.zeros((len(one), 4), np.float32), np.zeros((len(one), 4), np.float32)
    source[:, :2], target[:, :2], source[:, 2], target[:, 2] = one, other, 1, 1
    if len(one) < _NEIGHBOURS:
        return source, target
    before, after = (side[:, None] - side[None] for side in (one, other))
    far = np.hypot(before[..., 0], before[..., 1])
    near = np.argsort(far, axis=1, kind="stable")[:, 1:_NEIGHBOURS]
    rows = np.arange(len(one))[:, None]
    (x, y), (u, v) = np.moveaxis(before[rows, near], 2, 0), np.moveaxis(after[rows, near], 2, 0)
    target[:, 2] = np.exp(np.median(np.log((np.hypot(u, v) + 1) / (np.hypot(x, y) + 1)), axis=1))
    turned = np.exp(1j * (np.arctan2(v, u) - np.arctan2(y, x)))
    target[:, 3] = np.angle(np.median(turned.real, axis=1) + 1j * np.median(turned.imag, axis=1))
    return source, target


@cache
def brought() -> Learned | None:
    """Of this process: loaded once, when first needed. Raises UnusableMatcherError."""
    folder = os.environ.get(VARIABLE)
    return Learned(Path(folder)) if folder else None


def calibration() -> bytes | None:
    """The document that was fitted with the files brought. Raises UnusableMatcherError."""
    learned = brought()
    if learned is None:
        return None
    place = Path(os.environ[VARIABLE]) / CALIBRATION
    document = _bytes(place)
    try:
        version = msgspec.json.decode(document, type=dict[str, Any])["version"]
    except (msgspec.DecodeError, KeyError) as error:
        raise UnusableMatcherError(place.name) from error
    if not str(version).endswith(f"+{learned.version}"):
        raise UnusableMatcherError(place.name)
    return document


def _bytes(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        raise UnusableMatcherError(place.name) from error


def _made(make: Any, place: Path, *more: float) -> Any:
    try:
        return make(str(place), *more)
    except cv2.error as error:
        raise UnusableMatcherError(place.name) from error


def main() -> int:
    """Says which file cannot be used."""
    os.environ[VARIABLE] = sys.argv[1]
    from returnproof.vision.model import engine  # noqa: PLC0415 - knows this module

    try:
        engine()
    except (UnusableMatcherError, ValueError) as problem:
        name = str(problem) if isinstance(problem, UnusableMatcherError) else CALIBRATION
        print(name)  # noqa: T201 - for whoever asked
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
