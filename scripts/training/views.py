"""A random look at a cropped item: other place, background, light, camera and sharpness."""

# ruff: noqa: PLR2004 - chances, each used once, where its meaning is plain

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Crop = NDArray[np.uint8]  # (side, side, 4): RGB and mask
Random = np.random.Generator


def view(item: Crop, other: Crop, side: int, dice: Random, *, cut_out: bool) -> Floats:
    """(side, side, 4) in -1..1 of `item`; `other` is some other photo, for its background.

    `cut_out`: `item` has no background of its own.
    """
    moved = _moved(item, side, dice)
    colours, mask = moved[..., :3].astype(np.float32) / 255, moved[..., 3].astype(np.float32) / 255
    if cut_out or dice.random() < 0.55:
        colours = colours * mask[..., None] + _backdrop(other, side, dice) * (1 - mask[..., None])
    seen = _light(colours, dice)
    if dice.random() < 0.25:  # something lies before it
        x, y = dice.integers(0, side - 12, 2)
        w, h = dice.integers(6, side // 3, 2)
        seen[y : y + h, x : x + w] = dice.random(3)
    return np.dstack([np.clip(seen, 0, 1) * 2 - 1, _cut(mask, dice) * 2 - 1]).astype(np.float32)


def _moved(item: Crop, side: int, dice: Random) -> Crop:
    """Turned, enlarged, sheared, tilted and shifted about its middle."""
    quarter = 90 * int(dice.integers(1, 4)) if dice.random() < 0.12 else 0
    angle = np.radians(dice.normal(0, 18) + quarter)
    scale = side / item.shape[0] * np.exp(dice.uniform(-0.12, 0.4))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.eye(3)
    middle[:2, :2] = scale * turn @ (np.eye(2) + dice.normal(0, 0.1, (2, 2)))
    middle[2, :2] = dice.normal(0, 0.0015, 2)
    before, after = np.eye(3), np.eye(3)
    before[:2, 2] = -item.shape[0] / 2
    after[:2, 2] = side / 2 + dice.normal(0, 0.05 * side, 2)
    move = after @ middle @ before
    mode = cv2.BORDER_REFLECT
    return np.asarray(cv2.warpPerspective(item, move, (side, side), borderMode=mode), np.uint8)


def _backdrop(other: Crop, side: int, dice: Random) -> Floats:
    if dice.random() < 0.3:
        level = dice.random(3) * 0.4 + dice.random() * 0.6
        slope = np.linspace(-0.5, 0.5, side, dtype=np.float32) * dice.normal(0, 0.3)
        plain = level + slope[:, None, None] + np.zeros((side, side, 1))
        return np.asarray(plain[:: int(dice.choice([-1, 1]))], np.float32)
    top, left = dice.integers(0, other.shape[0] // 2, 2)
    part = other[top : top + other.shape[0] // 2, left : left + other.shape[0] // 2, :3]
    return cv2.resize(part, (side, side)).astype(np.float32) / 255


def _light(seen: Floats, dice: Random) -> Floats:
    """Exposure, white balance, shade across the picture, saturation, contrast, blur, noise."""
    side = seen.shape[0]
    seen = np.clip(seen, 0, 1) ** np.float32(np.exp(dice.normal(0, 0.3)))
    across = np.linspace(-1, 1, side, dtype=np.float32)
    shade = 1 + dice.normal(0, 0.12) * across[:, None] + dice.normal(0, 0.12) * across[None]
    tint = np.exp(dice.normal(0, 0.2)) * np.exp(dice.normal(0, 0.1, 3))
    seen = seen * shade[..., None] * tint.astype(np.float32)
    grey = seen.mean(axis=2, keepdims=True)
    seen = grey + (seen - grey) * np.float32(dice.uniform(0.4, 1.4))
    level = float(seen.mean())
    seen = (seen - level) * np.float32(dice.uniform(0.6, 1.4)) + level
    if dice.random() < 0.35:
        seen = cv2.GaussianBlur(seen, (0, 0), dice.uniform(0.4, 1.6))
    strength = np.float32(dice.uniform(0, 0.04))
    return seen + dice.standard_normal(seen.shape, dtype=np.float32) * strength


def _cut(mask: Floats, dice: Random) -> Floats:
    """The mask as a poor cut-out would have it: too wide, too narrow, or none."""
    luck = dice.random()
    if luck < 0.1:
        return np.ones_like(mask)
    if luck < 0.5:
        size = int(dice.integers(1, 5)) * 2 + 1
        change = cv2.dilate if luck < 0.35 else cv2.erode
        mask = np.asarray(change(mask, np.ones((size, size), np.uint8)), np.float32)
    if luck > 0.85:
        x, y = dice.integers(0, mask.shape[0] * 2 // 3, 2)
        third = mask.shape[0] // 3
        mask[y : y + third, x : x + third] = np.float32(dice.integers(0, 2))
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.0), np.float32)
