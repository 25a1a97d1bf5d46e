"""A second photo of a flat thing, made from the first: moved camera, other light, a shadow."""

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]


def reshot(pixels: Rgb, dice: np.random.Generator) -> Rgb:
    """Nothing of the thing itself changes."""
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + dice.uniform(-0.06, 0.06, (4, 2)).astype(np.float32) * max(width, height)
    view = cv2.getPerspectiveTransform(corners, moved)
    seen = cv2.warpPerspective(
        pixels, view, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    seen = cv2.GaussianBlur(seen, (0, 0), float(dice.uniform(0.3, 1.3)))
    seen *= _light((height, width), dice)[..., None]
    seen *= dice.uniform(0.9, 1.1, 3).astype(np.float32)  # the light's colour
    seen = 255 * np.clip(seen / 255, 0, 1) ** float(dice.uniform(0.8, 1.25))
    seen += dice.normal(0, float(dice.uniform(1, 5)), seen.shape)
    packed = cv2.imencode(
        ".jpg",
        np.clip(seen, 0, 255).astype(np.uint8)[..., ::-1],
        [cv2.IMWRITE_JPEG_QUALITY, int(dice.integers(60, 93))],
    )[1]
    return np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1])


def _light(shape: tuple[int, int], dice: np.random.Generator) -> NDArray[np.float32]:
    """Falls off to one side, and a soft-edged shadow lies across."""
    height, width = shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = dice.uniform(0, 2 * np.pi)
    slope = (xs / width - 0.5) * np.cos(turn) + (ys / height - 0.5) * np.sin(turn)
    shadow = np.zeros(shape, np.float32)
    start = dice.uniform(0, 1, 2) * (width, height)
    reach = dice.uniform(0.2, 0.6) * max(shape)
    edge = start + dice.uniform(-1, 1, (4, 2)) * reach
    cv2.fillConvexPoly(shadow, cv2.convexHull(edge.astype(np.int32)), 1.0)
    shadow = cv2.GaussianBlur(shadow, (0, 0), float(dice.uniform(4, 22)))
    fall = 1 + float(dice.uniform(0.1, 0.5)) * slope
    return np.asarray(fall * (1 - float(dice.uniform(0.15, 0.45)) * shadow), np.float32)
