import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from returnproof.vision.fingerprint import distance, fingerprint


def pixels(image):
    return np.asarray(image.convert("RGB"))


def test_the_hashes_of_a_known_picture_are_what_they_always_were(draw):
    stamp = fingerprint(pixels(draw(1)))
    assert distance(stamp.phash, GOLDEN_PHASH) <= 2
    assert distance(stamp.pdq, GOLDEN_PDQ) <= 8
    assert stamp.quality == 100


GOLDEN_PHASH = "ecc3931c9cb66c61"
GOLDEN_PDQ = "c72c931a64934db19a19e6ccc9ed193c366667c37193ccb6971c1e1c696463e3"


def changed(image, how):
    if how == "recompressed":
        file = io.BytesIO()
        image.save(file, "JPEG", quality=40)
        return Image.open(file)
    if how == "half size":
        return image.resize((image.width // 2, image.height // 2))
    if how == "brighter":
        return ImageEnhance.Brightness(image).enhance(1.15)
    return ImageEnhance.Color(image).enhance(0.2)


@pytest.mark.parametrize(
    ("how", "phash", "pdq"),
    [("recompressed", 4, 16), ("half size", 4, 16), ("brighter", 6, 24), ("paler", 8, 40)],
)
def test_light_edits_stay_near(how, phash, pdq, draw):
    for seed in range(1, 6):
        one = fingerprint(pixels(draw(seed)))
        other = fingerprint(pixels(changed(draw(seed), how)))
        assert distance(one.phash, other.phash) <= phash
        assert distance(one.pdq, other.pdq) <= pdq


def test_other_pictures_are_far(draw):
    stamps = [fingerprint(pixels(draw(seed))) for seed in range(1, 6)]
    for place, one in enumerate(stamps):
        for other in stamps[place + 1 :]:
            assert distance(one.pdq, other.pdq) > 70
            assert distance(one.phash, other.phash) > 12


def test_a_blank_picture_says_that_its_hash_means_nothing():
    assert fingerprint(np.full((200, 200, 3), 128, np.uint8)).quality < 50


def reference_phash(image):
    """The published recipe from scratch: 32 x 32, cosine transform, low 8 x 8 above its median."""
    grey = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.LANCZOS), float)
    k, n = np.mgrid[0:32, 0:32]
    cosine = np.cos(np.pi * k * (2 * n + 1) / 64)
    low = (cosine @ grey @ cosine.T)[:8, :8]
    bits = (low > np.median(low)).ravel()
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def test_phash_agrees_with_an_independent_reference(draw):
    for seed in range(1, 8):
        image = draw(seed)
        assert distance(fingerprint(pixels(image)).phash, reference_phash(image)) <= 1
