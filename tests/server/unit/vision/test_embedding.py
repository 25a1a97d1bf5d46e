from importlib.resources import files

import cv2
import numpy as np
import pytest

from returnproof.vision import colour
from returnproof.vision.embedding import GRID, PART, WHOLE, alike, crop, looks
from returnproof.vision.foreground import MASK_SIDE


def thing(seed, ground=(200, 205, 210), turn=0.0, light=1.0):
    """A patterned ellipse in the middle of a plain ground, and its mask."""
    dice = np.random.default_rng(seed)
    pattern = cv2.resize(
        dice.integers(0, 255, (6, 6, 3)).astype(np.uint8), (400, 400), interpolation=cv2.INTER_CUBIC
    )
    mask = np.zeros((400, 400), np.uint8)
    cv2.ellipse(mask, (200, 200), (130, 70 + int(dice.integers(0, 50))), 0, 0, 360, 255, -1)
    move = cv2.getRotationMatrix2D((200, 200), turn, 1.0)
    pattern, mask = (cv2.warpAffine(each, move, (400, 400)) for each in (pattern, mask))
    pixels = np.where(mask[..., None] > 127, pattern * light, np.array(ground))
    return np.clip(pixels, 0, 255).astype(np.uint8), cv2.resize(mask, (MASK_SIDE, MASK_SIDE))


def test_a_thing_elsewhere_in_other_light_resembles_itself_more_than_it_does_another_thing():
    found = [looks(*thing(seed)) for seed in range(8)]
    again = [looks(*thing(seed, (60, 90, 70), 8.0, 0.8)) for seed in range(8)]
    whole = np.array([[alike(one, other)[0] for other in again] for one in found])
    parts = np.array([[alike(one, other)[1] for other in again] for one in found])
    assert (whole.argmax(axis=1) == np.arange(8)).sum() >= 6
    assert (parts.argmax(axis=1) == np.arange(8)).sum() >= 6


def test_looks_are_unit_vectors_the_same_every_time_and_likeness_has_no_direction():
    one, other = looks(*thing(1)), looks(*thing(2))
    assert one.whole.shape == (WHOLE,)
    assert one.parts.shape == (GRID**2, PART)
    assert np.linalg.norm(one.whole) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(one.parts, axis=1) == pytest.approx(1, abs=1e-5)
    assert one.shares.sum() == pytest.approx(1, abs=1e-5)
    assert np.array_equal(looks(*thing(1)).whole, one.whole)
    assert alike(one, other) == pytest.approx(alike(other, one), abs=1e-5)
    assert alike(one, one)[0] == pytest.approx(1, abs=1e-5)


def test_the_numbers_are_those_of_the_network_that_ships():
    # Other processors add in another order: docs/model-card.md allows .01.
    one, other = looks(*thing(1)), looks(*thing(2))
    assert one.whole[:6] == pytest.approx([-0.068, -0.232, -0.068, 0.048, 0.065, 0.016], abs=0.01)
    assert alike(one, other) == pytest.approx([0.476, 0.518], abs=0.01)


def test_a_picture_of_one_colour_or_an_empty_mask_still_has_looks():
    for mask in (np.zeros((MASK_SIDE, MASK_SIDE), np.uint8), thing(1)[1]):
        found = looks(np.full((37, 900, 3), 128, np.uint8), mask)
        assert np.isfinite(found.whole).all()
        assert np.isfinite(found.parts).all()


def test_the_crop_holds_the_item_whatever_the_size_of_the_photo():
    pixels, mask = thing(3)
    for side in (60, 400, 1600):
        seen = crop(np.asarray(cv2.resize(pixels, (side, side)), np.uint8), mask, 80)
        assert seen.shape == (80, 80, 4)
        assert 0.3 < (seen[..., 3] > 127).mean() < 0.8


def test_the_network_is_small_enough_to_ship():
    assert len(files("returnproof.vision").joinpath("embedding.onnx").read_bytes()) <= 8 << 20


def test_the_backdrop_tells_of_the_room_and_not_of_the_item():
    def room(seed, ground):
        return colour.backdrop(*thing(seed, ground))

    here, there = (200, 120, 90), (60, 90, 200)
    assert (room(1, here) * room(2, here)).sum() / 2 > 0.95
    assert (room(1, here) * room(1, there)).sum() / 2 < 0.6
