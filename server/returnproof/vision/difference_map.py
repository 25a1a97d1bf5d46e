"""How unlike two levelled photos are, spot by spot: structure and colour, at several scales."""

from dataclasses import dataclass

import cv2
import numpy as np

from returnproof.vision.cv import Floats
from returnproof.vision.difference_levels import Levelled

# Windows of the structure's comparison, as Gaussian sigmas in work pixels.
_WINDOWS = (2.5, 5.0)
# What is left of a misfit of the laying is looked for within so many pixels.
_SHIFTS = ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2))
_FLOOR = 9.0
_COLOUR_WINDOW = 3.5
_COLOUR_UNIT = 14.0
_CONTRAST_UNIT = 12.0


@dataclass(frozen=True, slots=True)
class Unlikeness:
    """All (h, w). `structure` 0 to 1 as one minus the windowed similarity, `contrast` of lightness
    and `colour` of the rest as differences in units that a person sees at once.
    """  # noqa: D205 - one breath, no summary line could say less

    structure: Floats
    contrast: Floats
    colour: Floats

    @property
    def together(self) -> Floats:
        """What decides where to look: unlike structure that can be seen, or another colour."""
        seen = self.structure * np.minimum(self.contrast, 1)
        return np.asarray(np.maximum(seen, np.minimum(self.colour, 1.5) - 0.5), np.float32)


def unlikeness(pair: Levelled) -> Unlikeness:
    """Zero where the pair is not usable."""
    candidates = [_Window.of(pair.candidate[..., 0], sigma) for sigma in _WINDOWS]
    references = [_Window.of(pair.reference[..., 0], sigma) for sigma in _WINDOWS]
    structure = np.full(pair.usable.shape, np.inf, np.float32)
    contrast = structure.copy()
    for dx, dy in _SHIFTS:
        one, other = _shifted(pair.reference[..., 0], dx, dy), pair.candidate[..., 0]
        alike = np.minimum.reduce(
            [
                there.moved(dx, dy).similar(one, here, other)
                for there, here in zip(references, candidates, strict=True)
            ]
        )
        structure = np.minimum(structure, 1 - alike)
        contrast = np.minimum(contrast, _blur(np.abs(one - other), _WINDOWS[0]))
    hue = _blur(pair.reference[..., 1:] - pair.candidate[..., 1:], _COLOUR_WINDOW)
    colour = np.hypot(hue[..., 0], hue[..., 1])
    usable = pair.usable.astype(np.float32)
    return Unlikeness(
        np.asarray(structure * usable, np.float32),
        np.asarray(contrast * usable / np.float32(_CONTRAST_UNIT), np.float32),
        np.asarray(colour * usable / np.float32(_COLOUR_UNIT), np.float32),
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """Mean and variance of an image around each spot."""

    sigma: float
    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, image: Floats, sigma: float) -> "_Window":
        mean = _blur(image, sigma)
        return cls(sigma, mean, np.asarray(_blur(image * image, sigma) - mean**2, np.float32))

    def moved(self, dx: int, dy: int) -> "_Window":
        return _Window(self.sigma, _shifted(self.mean, dx, dy), _shifted(self.variance, dx, dy))

    def similar(self, image: Floats, other: "_Window", other_image: Floats) -> Floats:
        """-1 to 1: a correlation, but what is plain in one and not in the other is unlike too."""
        both = _blur(image * other_image, self.sigma) - self.mean * other.mean
        size = self.variance + other.variance + np.float32(_FLOOR)
        return np.asarray((2 * both + _FLOOR) / size, np.float32)


def _shifted(image: Floats, dx: int, dy: int) -> Floats:
    """Nothing comes in at the edges but what was there."""
    return np.roll(image, (dy, dx), axis=(0, 1)) if dx or dy else image


def _blur(image: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)
