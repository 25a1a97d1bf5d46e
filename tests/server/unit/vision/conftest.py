"""Pictures drawn for the tests: textured, so that hashes and keypoints have something to hold."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from returnproof.config import Settings
from returnproof.vision.process import VisionProcess

Draw = Callable[..., Image.Image]


@pytest.fixture
def draw() -> Draw:
    return picture_of


def picture_of(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A desk with a patterned thing on it; another seed is another thing."""
    dice = np.random.default_rng(seed)
    image = Image.new("RGB", size, tuple(int(value) for value in dice.integers(150, 220, 3)))
    pen = ImageDraw.Draw(image)
    for _ in range(160):
        x, y = dice.uniform(0.2, 0.75, 2) * size
        width, height = dice.uniform(0.01, 0.09, 2) * min(size)
        colour = tuple(int(value) for value in dice.integers(0, 255, 3))
        shape = (pen.rectangle, pen.ellipse)[int(dice.integers(2))]
        shape((x, y, x + width, y + height), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(0.7))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    # A loaded machine is no reason to give a picture up; the tests of the limit set their own.
    return Settings(data_dir=tmp_path, decode_seconds=180)


@pytest.fixture
def vision(settings: Settings, tmp_path: Path) -> Iterator[VisionProcess]:
    with VisionProcess(settings, tmp_path / "derived", children=1) as process:
        yield process
