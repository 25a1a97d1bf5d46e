"""One picture among several, or under stickers, is found again; and what only looks so is not."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tests.server.pictures import scene

from returnproof.config import Settings
from returnproof.domain.comparison import Outcome
from returnproof.services.hash_symmetries import turned
from returnproof.vision.comparing import compare
from returnproof.vision.features import extract, read
from returnproof.vision.fingerprint import distance
from returnproof.vision.seeking import symmetries


@pytest.fixture
def features(tmp_path):
    def of(image):
        path = tmp_path / "picture.jpg"
        image.save(path, quality=80)
        return extract(read(path, Settings(data_dir=tmp_path)))

    return of


def grid(*images):
    sheet = Image.new("RGB", (900, 900), "white")
    for place, image in enumerate(images):
        sheet.paste(image.resize((446, 446)), (place % 2 * 454, place // 2 * 454))
    return sheet


def long(*images):
    sheet = Image.new("RGB", (480, 400 * len(images)), "white")
    for place, image in enumerate(images):
        sheet.paste(image.resize((480, 360)), (0, 400 * place))
    return sheet


def stickered(image):
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    for place in range(5):
        left, top = 40 + 110 * place, 60 + 70 * (place % 4)
        draw.ellipse((left, top, left + 120, top + 120), "orange")
    return copy


@pytest.mark.parametrize("edit", [grid, long])
def test_a_picture_among_others_is_found_and_a_missing_one_is_not(features, edit):
    others = [scene(seed) for seed in (61, 62, 63)]
    shown = features(edit(others[0], scene(60), *others[1:]))
    found = compare([("there", features(scene(60)))], shown)
    assert found.outcome is Outcome.same_picture
    assert compare([("not there", features(scene(64)))], shown).outcome is not Outcome.same_picture


def test_stickers_hide_no_copy_and_make_none(features):
    shown = features(stickered(scene(65)))
    found = compare([("there", features(scene(65)))], shown)
    assert found.outcome is Outcome.same_picture
    alike = compare([("the same stickers", features(stickered(scene(66))))], shown)
    assert alike.outcome is not Outcome.same_picture


def test_what_a_hash_would_be_is_told_from_it_alone():
    small = np.asarray(scene(67).resize((512, 384)), np.uint8)
    made = symmetries(small)
    assert max(map(distance, made, turned(made[0]))) <= 40
    assert turned(made[0])[0] == made[0]
