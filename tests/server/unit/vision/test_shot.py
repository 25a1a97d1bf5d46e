"""How a photo was taken, as measured facts with advice."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from returnproof.domain.comparison import ComparisonResult, Outcome
from returnproof.vision.examined import with_quality
from returnproof.vision.features import extract, read
from returnproof.vision.shot import measured


@pytest.fixture
def look(tmp_path, settings):
    def of(image):
        image.save(tmp_path / "photo.png")
        picture = read(tmp_path / "photo.png", settings)
        return measured(picture.pixels, (picture.width, picture.height), extract(picture))

    return of


def noisy(image, amount=3):
    """As a camera sees it: no two pixels are quite alike."""
    pixels = np.asarray(image, np.float32)
    noise = np.random.default_rng(1).normal(0, amount, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def test_a_good_photo_has_nothing_against_it(look, draw):
    found = look(noisy(draw(size=(1000, 800))))
    assert found.notes == ()
    assert found.sharpness > 50
    assert found.details > 100
    assert 400 < found.item_pixels <= 1000


def test_a_phone_s_screenshot_is_told_by_its_bars(look, draw):
    screen = Image.new("RGB", (540, 1170), (250, 250, 250))
    screen.paste(noisy(draw(size=(540, 620))), (0, 270))
    pen = ImageDraw.Draw(screen)
    pen.text((20, 18), "10:24", fill=(0, 0, 0))
    pen.rectangle((30, 1050, 510, 1120), fill=(240, 90, 30))
    assert "screenshot" in look(screen).notes


def test_pictures_put_together_are_told_by_their_seam(look, draw):
    both = Image.new("RGB", (1000, 700))
    both.paste(noisy(draw(1, size=(500, 700))), (0, 0))
    both.paste(noisy(draw(2, size=(500, 700))).point(lambda value: value * 0.6), (500, 0))
    assert "collage" in look(both).notes


def test_an_item_of_few_pixels_is_small(look, draw):
    found = look(noisy(draw(size=(150, 120))))
    assert "item_small" in found.notes
    assert found.item_pixels <= 150


def test_glare_on_the_item_is_told(look, draw):
    image = noisy(draw(size=(1000, 800)))
    ImageDraw.Draw(image).ellipse((330, 250, 600, 520), fill=(255, 255, 255))
    assert "glare" in look(image).notes


def result(outcome):
    return ComparisonResult(outcome, 0.5, 0.1, "a", (), (), 3, "engine")


def test_what_limits_a_photo_is_advised_on_while_the_answer_is_open(look, draw):
    quality = look(noisy(draw(size=(150, 120))))
    told = with_quality(result(Outcome.inconclusive), quality)
    assert "candidate_item_small" in {each.code for each in told.reasons}
    assert "retake_item_small" in {each.code for each in told.guidance}
    assert with_quality(result(Outcome.same_item), quality).guidance == ()
    assert with_quality(result(Outcome.inconclusive), None).quality is None
