"""The two photos of a figure, with what was measured of them."""

from dataclasses import dataclass

from returnproof.vision.cv import Rgb
from returnproof.vision.features import Features


@dataclass(frozen=True, slots=True)
class Sides:
    """`left` and `right`: pixels of reference and candidate, as `features.read` gives them."""

    reference: Features
    candidate: Features
    left: Rgb
    right: Rgb
