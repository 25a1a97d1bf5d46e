"""The calibrated part of the engine: numbers, fitted by scripts/training/calibration.py.

Every weight is at least 0, so that more agreement never lowers a probability.
"""

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec

from returnproof.vision.learned import calibration
from returnproof.vision.sighting import FAR, Sighting

_LEAST_INLIERS = 8
_WORST_RESIDUAL = 4.0
# Median distance in pixels: of 1,131 pairs of two photographs with twenty inliers and more, half
# lie over .59, one in a hundred under .22; of copies three in four lie under .14.
_SHARPEST_PHOTOS = 0.45
_EXACT = 0.02
_MOST_EXACT = 2.0
_SURELY_ENOUGH = 24
# Two screenshots of one shop with different pictures in them agree up to .27; where stickers or
# writing hide parts of a copy, it agrees from .35 on.
_SCREENS_AGREE = 0.3
_COPIES_AGREE = 0.35
# Votes are fractions of points that lie on the item; logarithms end where the calibration did.
_MOST_VOTES = 400.0
# Votes of this many references are added up; the calibration had as many.
_TOGETHER = 3


class Line(msgspec.Struct, frozen=True):
    """Log-odds as a weighted sum: `intercept` and one weight for each sign, in their order."""

    intercept: float
    weights: tuple[float, ...]

    def log_odds(self, signs: Sequence[float]) -> float:
        return self.intercept + sum(
            weight * sign for weight, sign in zip(self.weights, signs, strict=True)
        )


class Bands(msgspec.Struct, frozen=True):
    """Probabilities from which an answer is given. `different_*` are upper ends.

    One reference alone shows another item less surely: its own end is lower than that of several.
    """

    same_picture: float
    same_item: float
    different_one: float
    different_several: float


class Model(msgspec.Struct, frozen=True):
    """Everything that was fitted."""

    version: str
    picture: Line
    item: Line
    item_of_three: Line
    bands: Bands

    def __post_init__(self) -> None:
        if min((*self.picture.weights, *self.item.weights, *self.item_of_three.weights)) < 0:
            raise ValueError("a negative weight: agreement would count against itself")

    def picture_log_odds(self, seen: Sighting) -> float:
        """That the candidate is a copy of this reference, edited or not."""
        return self.picture.log_odds(picture_signs(seen))

    def item_log_odds(self, seen: Sequence[Sighting]) -> float:
        """That the candidate and all references show one item; the same in any order."""
        signs = item_signs(seen)
        one, three = self.item.log_odds(signs), self.item_of_three.log_odds(signs)
        share = min(1.0, (len(seen) - 1) / (_TOGETHER - 1))
        return (1 - share) * one + share * three


def picture_signs(seen: Sighting) -> tuple[float, ...]:
    """Inliers, their share, grey values' agreement (and its high end), exactness, likeness; and
    points that lie far more exactly in place than two photographs' ever do, although something
    hides a part of the picture (stickers, writing, a phone's screen around it).
    """  # noqa: D205 - one breath
    counted = seen.inliers >= _LEAST_INLIERS
    # A copy agrees everywhere; another item on the same desk agrees only around it.
    both = min(seen.correlation, seen.item_correlation)
    correlation = max(0.0, both) if counted else 0.0
    return (
        math.log1p(min(seen.inliers, _MOST_VOTES)),
        seen.share,
        correlation,
        correlation**4,
        -min(seen.residual, _WORST_RESIDUAL),
        -min(seen.hash_distance, FAR) / FAR,
        seen.share * _enough(seen.inliers) * _exactness(seen.residual) * _agreed(both),
    )


def _enough(inliers: int) -> float:
    """0 to 1: a homography can fit a few points by itself."""
    return min(1.0, max(0, inliers - _LEAST_INLIERS) / _SURELY_ENOUGH)


def _exactness(residual: float) -> float:
    return min(_MOST_EXACT, max(0.0, math.log(_SHARPEST_PHOTOS / max(residual, _EXACT))))


def _agreed(correlation: float) -> float:
    """0 to 1: what two screenshots share lies exactly in place too, while their pictures differ."""
    beyond = (correlation - _SCREENS_AGREE) / (_COPIES_AGREE - _SCREENS_AGREE)
    return min(1.0, max(0.0, beyond))


def item_signs(seen: Sequence[Sighting]) -> tuple[float, ...]:
    """Votes on the enlarged item and in the whole photos; best colours, raw and under
    grey-world; looks, the best, on average, and by parts; and, counting against it, the place.

    Of several references the best three count, votes added up: each has seen its own side of the
    item. More do not, so that many photos do not make a match by luck alone. One place explains
    what two photos have in common without one item; the three least alike places count, so that
    one more reference never lowers the sum.
    """  # noqa: D205 - one breath
    return (
        math.log1p(min(_best(seen, "zoom_votes"), _MOST_VOTES)),
        math.log1p(min(_best(seen, "whole_votes"), _MOST_VOTES)),
        _likeness(max(each.colours for each in seen)),
        _likeness(max(each.balanced for each in seen)),
        max(each.looks for each in seen),
        _best(seen, "looks") / min(len(seen), _TOGETHER),
        max(each.parts for each in seen),
        -sum(sorted(each.room for each in seen)[:_TOGETHER]) / min(len(seen), _TOGETHER),
    )


def _best(seen: Sequence[Sighting], sign: str) -> float:
    """The sum of the best three, added in one order whatever that of `seen`."""
    return float(sum(sorted((getattr(each, sign) for each in seen), reverse=True)[:_TOGETHER]))


def _likeness(coefficient: float) -> float:
    """From .98 to .99 is further than from .6 to .7: nearly all photos share some colours."""
    return -math.log(1.02 - min(1.0, coefficient))


def logistic(log_odds: float) -> float:
    """A probability in [0, 1] of log-odds of any size."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, log_odds))))


@cache
def engine() -> Model:
    """The model that ships with this version, or that was fitted with the matcher brought.

    Raises UnusableMatcherError, msgspec.DecodeError.
    """
    own = files("returnproof.vision").joinpath("engine.json")
    document = calibration() or own.read_bytes()
    return msgspec.json.decode(document, type=Model)
