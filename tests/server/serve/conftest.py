"""Real processes: every test here has a `serve` of its own, in a folder with a short path."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.server.serve.served import Served


@pytest.fixture
def data_dir():
    # Not under tmp_path: a Unix socket's path must stay short.
    folder = Path(tempfile.mkdtemp(prefix="rp-serve-"))
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def serve(data_dir):
    """Starts `serve`; all of them are gone after the test."""
    with ExitStack() as stack:

        def start(*arguments, **variables):
            if "--workers" not in arguments:  # one is enough for most, and starts sooner
                arguments = ("--workers", "1", *arguments)
            return stack.enter_context(Served(data_dir, *arguments, **variables))

        yield start


@pytest.fixture
def picture(tmp_path):
    """Draws a textured picture that no other test draws; `seed` names it."""

    def draw(seed, side=640):
        noise = np.random.default_rng(seed).integers(0, 255, (side // 8, side // 8, 3), np.uint8)
        path = tmp_path / f"{seed}.jpg"
        Image.fromarray(noise).resize((side, side), Image.Resampling.BICUBIC).save(path)
        return path

    return draw
