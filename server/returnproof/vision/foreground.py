"""Where the item is in a photo: what stands in the middle and differs from the border."""

import cv2
import numpy as np

from returnproof.vision.cv import Floats, Grey, Rgb

MASK_SIDE = 96
_ROUNDS = 3
_BORDER = 0.03
_CORE = 0.22
# Outside these shares of the picture the cut has failed, and the middle is taken instead.
_LEAST_SHARE = 0.04
_MOST_SHARE = 0.92
_BOX_MARGIN = 0.04

Box = tuple[int, int, int, int]  # left, top, right, bottom


def foreground(pixels: Rgb) -> Grey:
    """A mask (MASK_SIDE, MASK_SIDE) over the whole picture, 0 background to 255 item."""
    small = cv2.resize(pixels, (MASK_SIDE, MASK_SIDE), interpolation=cv2.INTER_AREA)
    mask = _guess()
    models = np.zeros((2, 1, 65), np.float64)
    try:
        cv2.setRNGSeed(1)
        cv2.grabCut(
            cv2.cvtColor(small, cv2.COLOR_RGB2BGR),
            mask,
            (0, 0, 1, 1),
            models[0],
            models[1],
            _ROUNDS,
            cv2.GC_INIT_WITH_MASK,
        )
    except cv2.error:  # a picture of one colour has no two colour models
        return _middle()
    item = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD))
    if not _LEAST_SHARE <= float(item.mean()) <= _MOST_SHARE:
        return _middle()
    smooth = cv2.GaussianBlur(item.astype(np.float32) * 255, (0, 0), 1.5)
    return np.asarray(smooth, np.uint8)


def box(mask: Grey, size: tuple[int, int]) -> Box:
    """Pixels of a picture of `size` (width, height) that hold nearly all of the mask's item."""
    item = mask > 127  # noqa: PLR2004 - half
    sides: list[tuple[int, int]] = []
    for axis, length in ((0, size[0]), (1, size[1])):
        weight = np.cumsum(item.sum(axis=axis, dtype=np.float64))
        if weight[-1] == 0:
            return 0, 0, *size
        low, high = np.searchsorted(weight, (0.01 * weight[-1], 0.99 * weight[-1]))
        margin = _BOX_MARGIN * MASK_SIDE
        start = max(0.0, (low - margin) / MASK_SIDE)
        end = min(1.0, (high + 1 + margin) / MASK_SIDE)
        sides.append((int(start * length), max(int(end * length), int(start * length) + 16)))
    (left, right), (top, bottom) = sides
    return left, top, min(right, size[0]), min(bottom, size[1])


def weights(mask: Grey, points: Floats, size: tuple[int, int]) -> Floats:
    """How much each of `points` (n, 2) lies on the item, 0 to 1."""
    if not len(points):
        return np.zeros(0, np.float32)
    scale = MASK_SIDE / np.array(size, np.float32)
    places = np.clip((points * scale).astype(np.intp), 0, MASK_SIDE - 1)
    return mask[places[:, 1], places[:, 0]].astype(np.float32) / np.float32(255)


def _guess() -> Grey:
    """The border is background, the middle likely item, the rest open."""
    mask = np.full((MASK_SIDE, MASK_SIDE), cv2.GC_PR_BGD, np.uint8)
    ys, xs = np.mgrid[0:MASK_SIDE, 0:MASK_SIDE] / (MASK_SIDE - 1) - 0.5
    mask[(xs / 0.42) ** 2 + (ys / 0.42) ** 2 <= 1] = cv2.GC_PR_FGD
    mask[(xs / _CORE) ** 2 + (ys / _CORE) ** 2 <= 0.25] = cv2.GC_FGD  # noqa: PLR2004 - half the core
    edge = max(1, round(_BORDER * MASK_SIDE))
    mask[:edge], mask[-edge:], mask[:, :edge], mask[:, -edge:] = (cv2.GC_BGD,) * 4
    return mask


def _middle() -> Grey:
    ys, xs = np.mgrid[0:MASK_SIDE, 0:MASK_SIDE] / (MASK_SIDE - 1) - 0.5
    bump = np.exp(-((xs / 0.35) ** 2 + (ys / 0.35) ** 2))
    return np.asarray(bump * 255, np.uint8)
