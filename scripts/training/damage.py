"""Damage drawn on real photos, to know what the difference map finds: seeded, and where it is."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Dice = np.random.Generator
Floats = NDArray[np.float32]
_MIDDLE = 120
_DARK = 65


def scratch(pixels: Rgb, at: tuple[int, int], size: float, dice: Dice) -> tuple[Rgb, Flags]:
    """A line, lighter or darker than what it crosses."""
    turn = dice.uniform(0, np.pi)
    along = np.linspace(-0.5, 0.5, 12)[:, None] * size * np.array([np.cos(turn), np.sin(turn)])
    line = (np.array(at) + along + dice.normal(0, size * 0.015, (12, 2))).astype(np.int32)
    mask = np.zeros(pixels.shape[:2], np.uint8)
    cv2.polylines(mask, [line], isClosed=False, color=255, thickness=int(dice.integers(2, 5)))
    tone = 230 if _brightness(pixels, mask) < _MIDDLE else 30
    return _painted(pixels, mask, np.full(3, tone), 0.8, 0.7)


def crack(pixels: Rgb, at: tuple[int, int], size: float, dice: Dice) -> tuple[Rgb, Flags]:
    """A dark jagged line with a light lip."""
    turn = dice.uniform(0, np.pi)
    along = np.linspace(-0.5, 0.5, 9)[:, None] * size * np.array([np.cos(turn), np.sin(turn)])
    line = (np.array(at) + along + dice.normal(0, size * 0.06, (9, 2))).astype(np.int32)
    mask = np.zeros(pixels.shape[:2], np.uint8)
    cv2.polylines(mask, [line], isClosed=False, color=255, thickness=3)
    lip = np.roll(mask, 3, axis=0)
    lit, _ = _painted(pixels, lip, np.full(3, 225), 0.6, 0.7)
    return _painted(lit, mask, np.full(3, 20), 0.9, 0.6)


def stain(pixels: Rgb, at: tuple[int, int], size: float, dice: Dice) -> tuple[Rgb, Flags]:
    """A soft blot through which the surface shows."""
    mask = _blot(pixels.shape[:2], at, size * 0.8, dice)
    colours = ((92, 58, 30), (60, 60, 60), (150, 110, 20), (130, 20, 30), (40, 70, 110))
    tint = np.array(colours[int(dice.integers(len(colours)))], np.float32)
    dark = _brightness(pixels, mask) <= _DARK
    share = 0.9 if dark else 0.65
    if dark:
        tint = np.array((190, 180, 160), np.float32)
    return _painted(pixels, mask, tint, share, size * 0.04)


def hole(pixels: Rgb, at: tuple[int, int], size: float, dice: Dice) -> tuple[Rgb, Flags]:
    """Sharp-edged: nothing of the surface is left."""
    mask = _blot(pixels.shape[:2], at, size * 0.55, dice)
    tone = 20 if _brightness(pixels, mask) > _DARK else 215
    return _painted(pixels, mask, np.full(3, tone), 0.95, 0.8)


def gone(pixels: Rgb, at: tuple[int, int], size: float, dice: Dice) -> tuple[Rgb, Flags]:
    """A print, button or part that is no longer there: filled from what lies around it."""
    mask = _blot(pixels.shape[:2], at, size, dice)
    bgr = cv2.inpaint(np.ascontiguousarray(pixels[..., ::-1]), mask, 3, cv2.INPAINT_TELEA)
    return np.ascontiguousarray(bgr[..., ::-1]), mask > 0


def worn(pixels: Rgb, at: tuple[int, int], size: float, dice: Dice) -> tuple[Rgb, Flags]:
    """Rubbed: paler, greyer, its fine texture lost."""
    mask = _blot(pixels.shape[:2], at, size, dice)
    smooth = cv2.GaussianBlur(pixels, (0, 0), 4).astype(np.float32)
    grey = smooth.mean(axis=2, keepdims=True)
    pale = np.clip(0.35 * smooth + 0.65 * grey + 38, 0, 255)
    return _painted(pixels, mask, pale, 0.85, size * 0.05)


def dent(pixels: Rgb, at: tuple[int, int], size: float, dice: Dice) -> tuple[Rgb, Flags]:
    """Pressed in: drawn together, dark on one side and light on the other."""
    height, width = pixels.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    dx, dy = xs - at[0], ys - at[1]
    radius = size * 0.5
    depth = np.exp(-(dx**2 + dy**2) / (2 * (radius * 0.5) ** 2)).astype(np.float32)
    drawn = cv2.remap(
        pixels,
        xs + dx * depth * 0.5,
        ys + dy * depth * 0.5,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    turn = dice.uniform(0, 2 * np.pi)
    shade = (dx * np.cos(turn) + dy * np.sin(turn)) / radius * depth * 95
    return np.clip(drawn + shade[..., None], 0, 255).astype(np.uint8), depth > 0.3  # noqa: PLR2004


Kind = Callable[[Rgb, tuple[int, int], float, Dice], tuple[Rgb, Flags]]
KINDS: dict[str, Kind] = {
    each.__name__: each for each in (scratch, crack, stain, hole, gone, worn, dent)
}


def _blot(shape: tuple[int, ...], at: tuple[int, int], size: float, dice: Dice) -> Rgb:
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    wobble = (
        1
        + 0.25 * np.sin(angles * 2 + dice.uniform(0, 6))
        + 0.12 * np.sin(angles * 5 + dice.uniform(0, 6))
    )
    edge = np.array(at) + 0.5 * size * wobble[:, None] * np.stack(
        [np.cos(angles), np.sin(angles)], axis=1
    )
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [edge.astype(np.int32)], 255)
    return mask


def _painted(
    pixels: Rgb, mask: Rgb, paint: NDArray[np.generic], share: float, softness: float
) -> tuple[Rgb, Flags]:
    soft = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), max(0.5, softness))[..., None]
    mixed = pixels * (1 - share * soft) + np.asarray(paint, np.float32) * share * soft
    return np.clip(mixed, 0, 255).astype(np.uint8), mask > 0


def _brightness(pixels: Rgb, mask: Rgb) -> float:
    return float(pixels[mask > 0].mean()) if (mask > 0).any() else 128.0
