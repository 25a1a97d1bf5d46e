"""The calibrated part of the engine: fitted numbers, kept as data, made by training/calibration.py.

Every weight is at least 0, so that more agreement never lowers a probability.
"""

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec

from returnproof.vision.sighting import FAR, Sighting

_LEAST_INLIERS = 8
_WORST_RESIDUAL = 4.0
# Votes are fractions of points that lie on the item; logarithms end where the calibration did.
_MOST_VOTES = 400.0


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

    One reference alone seldom shows another item: its own end is lower than that of several.
    """

    same_picture: float
    same_item: float
    different_one: float
    different_several: float


class Jointly(msgspec.Struct, frozen=True):
    """How several references speak together: by the best one, per log of their number.

    `luck` is taken off, because the best of many is higher by chance alone; the rest counts
    `sharper`, because a thing that was photographed from more sides has fewer ways to hide.
    """

    sharper: float
    luck: float

    def log_odds(self, best: float, references: int) -> float:
        number = math.log(references)
        return (1 + self.sharper * number) * best - self.luck * number


class Model(msgspec.Struct, frozen=True):
    """Everything that was fitted."""

    version: str
    picture: Line
    item: Line
    jointly: Jointly
    bands: Bands

    def __post_init__(self) -> None:
        if (
            min(
                (*self.picture.weights, *self.item.weights, self.jointly.sharper, self.jointly.luck)
            )
            < 0
        ):
            raise ValueError("a negative weight: agreement would count against itself")

    def picture_log_odds(self, seen: Sighting) -> float:
        """That the candidate is a copy of this reference, edited or not."""
        return self.picture.log_odds(picture_signs(seen))

    def item_log_odds(self, seen: Sighting) -> float:
        """That both show one item, going by this reference alone."""
        return self.item.log_odds(item_signs(seen))

    def probability_of_item(self, log_odds: Sequence[float]) -> float:
        """Over all references together; the same in any order."""
        return logistic(self.jointly.log_odds(max(log_odds), len(log_odds)))


def picture_signs(seen: Sighting) -> tuple[float, ...]:
    """Inliers, their share, grey values' agreement (and its high end), exactness, likeness."""
    counted = seen.inliers >= _LEAST_INLIERS
    correlation = max(0.0, seen.correlation) if counted else 0.0
    return (
        math.log1p(min(seen.inliers, _MOST_VOTES)),
        seen.share,
        correlation,
        correlation**4,
        -min(seen.residual, _WORST_RESIDUAL),
        -min(seen.hash_distance, FAR) / FAR,
    )


def item_signs(seen: Sighting) -> tuple[float, ...]:
    """Votes on the enlarged item and in the whole photo, colours raw and under grey-world."""
    return (
        math.log1p(min(seen.zoom_votes, _MOST_VOTES)),
        math.log1p(min(seen.whole_votes, _MOST_VOTES)),
        seen.colours,
        seen.balanced,
    )


def logistic(log_odds: float) -> float:
    """A probability in [0, 1] of log-odds of any size."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, log_odds))))


@cache
def engine() -> Model:
    """The model that ships with this version."""
    document = files("returnproof.vision").joinpath("engine.json").read_bytes()
    return msgspec.json.decode(document, type=Model)
