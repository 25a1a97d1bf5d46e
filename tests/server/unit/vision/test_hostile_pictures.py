"""Nothing in a picture makes the closer looks fail, hang or differ: damaged, odd and empty ones."""

import io

import numpy as np
import pytest
from PIL import Image

from returnproof.domain.comparison import Outcome
from returnproof.domain.errors import DomainError
from returnproof.domain.figure import FigureKind
from returnproof.vision.operations import perform
from returnproof.vision.process import VisionProcess
from returnproof.vision.wire import Limits, Photo, Request

SHAPES = [(1, 1), (1, 900), (900, 3), (64, 1200)]


@pytest.fixture
def ask(settings, tmp_path):
    limits = Limits(
        settings.max_pixels_scaled,
        settings.max_pixels_whole,
        settings.decode_seconds,
        settings.decode_rss_bytes,
    )

    def of(operation, *photos, **given):
        named = [
            Photo(path.name, f"{number}{path.name:0>60}", path)
            for number, path in enumerate(photos)
        ]
        request = Request(
            operation, limits, tmp_path / "derived",
            photos=tuple(named[:-1]) or tuple(named), candidate=named[-1], **given,
        )  # fmt: skip
        return perform(request)

    return of


def all_looks(ask, one, other):
    ask("quality", other)
    ask("marks", other)
    ask("difference", one, other)
    for kind in (FigureKind.pairs, FigureKind.marks):
        ask("figure", one, other, kind=kind)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_of_any_shape_is_looked_at(ask, draw, tmp_path, shape):
    draw(size=(320, 240)).save(tmp_path / "whole.png")
    dice = np.random.default_rng(shape[0])
    pixels = dice.integers(0, 256, (shape[1], shape[0], 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "odd.png")
    all_looks(ask, tmp_path / "whole.png", tmp_path / "odd.png")
    all_looks(ask, tmp_path / "odd.png", tmp_path / "whole.png")


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (120, 90, 60)])
def test_a_picture_of_one_colour_is_looked_at(ask, tmp_path, colour):
    Image.new("RGB", (500, 400), colour).save(tmp_path / "plain.png")
    all_looks(ask, tmp_path / "plain.png", tmp_path / "plain.png")


def test_patterns_that_match_everywhere_are_looked_at(ask, tmp_path):
    tile = np.kron(np.indices((40, 50)).sum(axis=0) % 2, np.ones((12, 12))) * 255
    Image.fromarray(tile.astype(np.uint8)).convert("RGB").save(tmp_path / "chess.png")
    Image.effect_noise((700, 500), 120).convert("RGB").save(tmp_path / "noise.png")
    all_looks(ask, tmp_path / "chess.png", tmp_path / "noise.png")
    all_looks(ask, tmp_path / "chess.png", tmp_path / "chess.png")


@pytest.mark.parametrize("seed", range(6))
def test_damaged_bytes_are_refused_by_name_or_looked_at(ask, draw, tmp_path, seed):
    dice = np.random.default_rng(seed)
    file = io.BytesIO()
    draw(seed, size=(240, 180)).save(file, ("JPEG", "PNG", "WEBP")[seed % 3])
    content = bytearray(file.getvalue())
    for place in dice.integers(20, len(content), 12):
        content[int(place)] = int(dice.integers(256))
    (tmp_path / "damaged").write_bytes(bytes(content))
    for operation in ("quality", "marks", "difference"):
        try:
            ask(operation, tmp_path / "damaged", tmp_path / "damaged")
        except DomainError as refused:
            assert refused.type in {"unreadable-image", "unsupported-media", "too-large"}  # noqa: PT017


def test_a_look_that_fails_costs_the_look_and_not_the_comparison(
    settings, draw, tmp_path, monkeypatch
):
    for name in "ab":
        draw(size=(400, 300)).save(tmp_path / f"{name}.png")
    with VisionProcess(settings, tmp_path / "derived", children=1) as vision:
        asked = vision._ask

        def failing(request):
            if request.operation in {"marks", "difference", "quality"}:
                raise DomainError
            return asked(request)

        monkeypatch.setattr(vision, "_ask", failing)
        photos = [(name, name * 64, tmp_path / f"{name}.png") for name in "ab"]
        result = vision.compare(photos[:1], photos[1])
    assert result.outcome is Outcome.same_picture
    assert (result.marks, result.differences, result.quality) == ((), None, None)
