import io

import numpy as np
import pytest
from PIL import Image

from returnproof.vision import captions
from returnproof.vision.decoding import decode
from returnproof.vision.features import DECODE_SIDE, extract
from returnproof.vision.figure import draw as draw_figure
from returnproof.vision.matched import matched


@pytest.fixture
def photos(draw, tmp_path):
    """A large photo, and what a copy of its middle looks like."""
    large = draw(size=(2000, 1500))
    large.save(tmp_path / "reference.jpg", quality=95)
    large.crop((200, 150, 1800, 1350)).save(tmp_path / "candidate.jpg", quality=90)
    return tmp_path / "reference.jpg", tmp_path / "candidate.jpg"


def features(path, settings):
    return extract(decode(path, side=DECODE_SIDE, limits=settings))


def test_matched_points_lie_where_they_are_in_each_photo_whatever_its_size(photos, settings):
    found = matched(*(features(path, settings) for path in photos))
    assert found.code == "matched"
    assert len(found.source) > 50
    expected = (found.source * (2000, 1500) - (200, 150)) / (1600, 1200)
    assert np.median(np.abs(found.target - expected)) < 0.003


def test_what_matches_off_the_item_is_set_aside_and_not_counted(draw, tmp_path, settings):
    """Two different things on one patterned desk."""
    desk = Image.effect_noise((160, 120), 120).resize((1280, 960)).convert("RGB")
    paths = []
    for place, seed in enumerate((1, 2)):
        thing = draw(seed, size=(640, 480)).crop((120, 90, 500, 380))
        scene = desk.copy()
        scene.paste(thing, (440, 330))
        paths.append(tmp_path / f"{place}.png")
        scene.rotate(0.5 * place).save(paths[-1])
    found = matched(*(features(path, settings) for path in paths))
    assert found.code != "matched"
    assert len(found.aside_source) > 20
    assert len(found.source) < 8


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_figure_is_a_png_of_its_width_with_words_outside_the_photos(language, photos, settings):
    document = draw_figure(*photos, settings, language)
    with Image.open(io.BytesIO(document)) as figure:
        assert (figure.format, figure.width) == ("PNG", 1200)
        pixels = np.asarray(figure.convert("L"))
    assert pixels[:44].min() < 100  # the headings
    assert pixels[-60:].min() < 100  # the caption
    assert pixels[:, :20].min() == 255  # the margin


def test_without_a_chinese_face_the_words_are_english(monkeypatch):
    monkeypatch.setattr(captions, "_CHINESE_FACES", ("/nowhere.ttc",))
    captions._chinese_face.cache_clear()
    try:
        assert captions.font_for("zh-CN", 16)[1] == "en"
    finally:
        captions._chinese_face.cache_clear()


def test_very_tall_and_tiny_photos_have_a_figure_too(tmp_path, settings):
    Image.new("RGB", (30, 900), (10, 80, 90)).save(tmp_path / "tall.png")
    Image.new("RGB", (2, 2), (200, 80, 90)).save(tmp_path / "tiny.png")
    document = draw_figure(tmp_path / "tall.png", tmp_path / "tiny.png", settings, "en")
    with Image.open(io.BytesIO(document)) as figure:
        assert figure.height < 1000
