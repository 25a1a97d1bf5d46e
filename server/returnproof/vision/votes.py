"""How many matches tell of one movement of one thing, without asking that it be flat.

Each match of two SIFT keypoints alone says how the thing was moved, turned and enlarged. Matches
that agree roughly, though no plane explains them exactly, still tell of one rounded or bent thing.
"""

import numpy as np

from returnproof.vision.cv import Flags, Floats

_PLACE_TOLERANCE = 0.10
_TURN_TOLERANCE = np.radians(30)
_SCALE_TOLERANCE = np.log(1.6)
_MOST = 400


def agreeing(source: Floats, target: Floats) -> tuple[Floats, int]:
    """(n, n) which matches agree with the movement of which, and the number looked at.

    `source` and `target` (n, 4) as in `Keypoints`.
    """
    count = min(len(source), _MOST)
    source, target = source[:count].astype(np.float64), target[:count].astype(np.float64)
    scale = np.log(target[:, 2] / source[:, 2])
    turn = target[:, 3] - source[:, 3]
    factor = np.exp(scale)
    cosine, sine = factor * np.cos(turn), factor * np.sin(turn)
    # moved[i, j]: where match i's movement takes source point j.
    dx = source[None, :, 0] - source[:, None, 0]
    dy = source[None, :, 1] - source[:, None, 1]
    moved_x = target[:, None, 0] + cosine[:, None] * dx - sine[:, None] * dy
    moved_y = target[:, None, 1] + sine[:, None] * dx + cosine[:, None] * dy
    off = np.hypot(moved_x - target[None, :, 0], moved_y - target[None, :, 1])
    reach = _PLACE_TOLERANCE * _extent(target) + 0.12 * factor[:, None] * np.hypot(dx, dy)
    turned = np.abs((turn[:, None] - turn[None, :] + np.pi) % (2 * np.pi) - np.pi)
    near = (
        (off <= reach)
        & (turned <= _TURN_TOLERANCE)
        & (np.abs(scale[:, None] - scale[None, :]) <= _SCALE_TOLERANCE)
    )
    return near.astype(np.float32), count


def strongest(source: Floats, target: Floats, weights: Floats) -> tuple[float, float, Flags]:
    """Votes for the best movement: plain count, sum of `weights` (n,), and who voted."""
    voters = np.zeros(len(source), np.bool_)
    if not len(source):
        return 0.0, 0.0, voters
    near, count = agreeing(source, target)
    plain = near.sum(axis=1)
    weighted = near @ weights[:count]
    voters[:count] = near[int(weighted.argmax())] > 0
    return float(plain.max()), float(weighted.max()), voters


def _extent(points: Floats) -> float:
    """A length of the scene: the spread of the points, at least 40 pixels."""
    return max(40.0, float(np.percentile(np.ptp(points[:, :2], axis=0), 50)))
