"""What the sample shop's photos show: the same for the same words, another for others."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from returnproof.sample import jpeg
from returnproof.sample.printing import Thing
from returnproof.sample.scene import View, photograph
from returnproof.sample.things import SHAPES, shape

VIEW = View("mat", far=0.6)
_TAKEN_IFD, _TAKEN = 0x8769, 0x9003


def drawn(kind="mug", **changes):
    """A quarter of the size: enough to tell photos apart."""
    thing = replace(Thing(kind, 6, "HUAYU", "手绘马克杯", "HY-1", count=2), **changes)
    return photograph(shape(thing), VIEW)[::4, ::4].astype(int)


def difference(one, other):
    """The share of the picture that visibly differs."""
    return float((np.abs(one - other).max(2) > 20).mean())


def test_the_same_description_draws_the_same_photo():
    assert np.array_equal(drawn(), drawn())


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("keyboard", {"unit": "HY-2"}),
        ("keyboard", {"flaw": "missing"}),
        ("mug", {"wear": 0.9}),
        ("mug", {"flaw": "crack"}),
        ("mug", {"design": 1}),
    ],
)
def test_another_unit_wear_flaw_or_design_shows_in_the_photo(kind, changes):
    assert difference(drawn(kind), drawn(kind, **changes)) > 0.0002


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_every_kind_of_thing_can_be_seen_on_the_table(kind):
    picture = drawn(kind)
    # The packing mat is green all over; things have other colours, or light and shade.
    green = (picture[..., 1] > picture[..., 0]) & (picture[..., 1] > picture[..., 2])
    assert 0.015 < 1 - green.mean() < 0.8


def test_a_phone_writes_the_time_into_its_photo_and_a_chat_takes_it_out():
    picture = np.full((60, 80, 3), 128, np.uint8)
    taken = datetime(2026, 11, 20, 9, 30, 5, tzinfo=UTC)
    exif = Image.open(BytesIO(jpeg.encoded(picture, 90, taken))).getexif()
    assert exif.get_ifd(_TAKEN_IFD)[_TAKEN] == "2026:11:20 09:30:05"
    assert not Image.open(BytesIO(jpeg.encoded(picture, 90, None))).getexif()


def test_a_forwarded_photo_is_another_file_with_less_of_the_picture():
    noise = np.random.default_rng(1).integers(0, 255, (30, 40, 3), np.uint8)
    original = jpeg.encoded(noise.repeat(40, 0).repeat(40, 1), 90, None)
    copy = Image.open(BytesIO(jpeg.recompressed(original, 0.9, 58)))
    assert copy.size == (1280, 960)
    edges = np.abs(np.diff(np.asarray(copy.convert("L")).astype(int), axis=1)).max(0) > 60
    assert edges.sum() < np.abs(np.diff(noise.astype(int), axis=1)).shape[1] * 4
