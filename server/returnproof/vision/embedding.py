"""How an item looks to a small network: one vector for all of it, and one for each of its parts.

The network is this project's own: scripts/training/embedding.py made it, docs/model-card.md tells
of what. It was taught to ignore where and in what light a thing lies.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.vision.cv import Floats, Grey, Rgb
from returnproof.vision.foreground import box

SIDE = 80
WHOLE = 128
PART = 48
GRID = 5
_MARGIN = 1.1
# A cell of the grid with less of the item than this share of an even one shows something else.
_LEAST_SHARE = 0.2 / GRID**2


@dataclass(frozen=True, slots=True)
class Looks:
    """Unit vectors: `whole` (WHOLE,), `parts` (GRID², PART); `shares` (GRID²,) how the item is
    spread over the parts, 1 in all.
    """  # noqa: D205

    whole: Floats
    parts: Floats
    shares: Floats


def looks(pixels: Rgb, mask: Grey) -> Looks:
    """Of the item that `mask`, as `foreground` gives it, shows in the whole picture."""
    seen = crop(pixels, mask, SIDE)
    inputs = cv2.dnn.blobFromImage(seen.astype(np.float32) / np.float32(127.5) - np.float32(1))
    network = _network()
    network.setInput(inputs)
    vectors = np.asarray(network.forward(), np.float32).ravel()
    shares = cv2.resize(seen[..., 3], (GRID, GRID), interpolation=cv2.INTER_AREA).ravel()
    weights = shares.astype(np.float32) / np.float32(255) + np.float32(1e-3)
    parts = vectors[WHOLE:].reshape(PART, GRID * GRID).T
    return Looks(_unit(vectors[:WHOLE]), _unit(parts), weights / weights.sum())


def alike(one: Looks, other: Looks) -> Floats:
    """(2,) likeness of the whole items, and of parts that show the like wherever they are; -1..1.

    An item turned or half hidden still has parts in common.
    """
    between = one.parts @ other.parts.T
    there = np.where((other.shares < _LEAST_SHARE)[None], np.float32(-1), between).max(axis=1)
    back = np.where((one.shares < _LEAST_SHARE)[:, None], np.float32(-1), between).max(axis=0)
    parts = (there @ one.shares + back @ other.shares) / 2
    return np.array([one.whole @ other.whole, parts], np.float32)


def crop(pixels: Rgb, mask: Grey, side: int) -> Rgb:
    """(side, side, 4): the item's box made square and a little wider, and its mask."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = box(mask, (width, height))
    half = max(right - left, bottom - top) / 2 * _MARGIN
    x, y = (left + right) / 2, (top + bottom) / 2
    scale = side / (2 * half)
    both = np.dstack([pixels, cv2.resize(mask, (width, height))])
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        both = np.asarray(cv2.resize(both, size, interpolation=cv2.INTER_AREA), np.uint8)
    across, down = both.shape[1] / width, both.shape[0] / height
    move = np.array(
        [
            [scale / across, 0, side / 2 - scale * x],
            [0, scale / down, side / 2 - scale * y],
        ]
    )
    return np.asarray(
        cv2.warpAffine(both, move, (side, side), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _unit(vectors: NDArray[np.float32]) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.float32(1e-6)), np.float32)


@cache
def _network() -> cv2.dnn.Net:
    """Read once in a process. A vision child does one thing at a time, so one is enough."""
    weights = files("returnproof.vision").joinpath("embedding.onnx").read_bytes()
    return cv2.dnn.readNetFromONNX(np.frombuffer(weights, np.uint8))
