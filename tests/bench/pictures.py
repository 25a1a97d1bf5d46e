"""Phone-like pictures of 12 megapixels, drawn from noise so that nothing compresses away."""

from pathlib import Path

import cv2
import numpy as np

WIDTH, HEIGHT = 4000, 3000


def textured(seed: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A picture with structure at every scale, BGR: octaves of noise, each half as strong."""
    random = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for octave in range(2, 9):
        cells = (max(2, height >> (9 - octave)), max(2, width >> (9 - octave)), 3)
        noise = random.random(cells, np.float32)
        picture += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) / octave
    picture -= picture.min()
    return (picture * (255 / picture.max())).astype(np.uint8)


def on_a_table(thing: np.ndarray, seed: int) -> np.ndarray:
    """A textured thing on a plain table in uneven light, as phone photos of goods mostly are."""
    random = np.random.default_rng(seed)
    height, width = thing.shape[:2]
    fall = np.linspace(0.75, 1.05, width, dtype=np.float32)[None, :, None]
    table = random.uniform(120, 200, 3).astype(np.float32) * fall
    table = np.repeat(table, height, 0) + random.normal(0, 3, (height, width, 1))
    top, left = int(height * 0.18), int(width * 0.18)
    box = (slice(top, height - top), slice(left, width - left))
    table[box] = cv2.resize(thing, (width - 2 * left, height - 2 * top))
    return np.clip(table, 0, 255).astype(np.uint8)


def another_view(picture: np.ndarray, seed: int) -> np.ndarray:
    """The same flat thing from a little to the side, in other light."""
    random = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    moved = corners + random.uniform(-0.06, 0.06, (4, 2)).astype(np.float32) * [width, height]
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    warped = cv2.warpPerspective(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    return cv2.convertScaleAbs(warped, alpha=random.uniform(0.85, 1.1), beta=random.uniform(-8, 8))


def write(folder: Path, name: str, picture: np.ndarray) -> Path:
    """A JPEG of quality 90, as phones write them."""
    path = folder / f"{name}.jpg"
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return path


def jpegs(folder: Path, count: int, seed: int = 7) -> list[Path]:
    return [write(folder, f"{seed}-{n}", textured(seed * 1000 + n)) for n in range(count)]
