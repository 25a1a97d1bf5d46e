import numpy as np
import pytest
from PIL import Image

from returnproof.vision.alignment import align, align_mirrored, better, plane
from returnproof.vision.decoding import decode
from returnproof.vision.features import DECODE_SIDE, dump, extract, load
from returnproof.vision.keypoints import detect
from returnproof.vision.matching import mirror, mirror_points
from returnproof.vision.overlay import agreement
from returnproof.vision.votes import strongest


@pytest.fixture
def features(draw, tmp_path, settings):
    def of(image):
        image.save(tmp_path / "p.png")
        return extract(decode(tmp_path / "p.png", side=DECODE_SIDE, limits=settings))

    return of


def test_a_mirrored_picture_is_found_by_moving_bins_and_coordinates_together(draw):
    plain = np.asarray(draw())
    flipped = np.ascontiguousarray(plain[:, ::-1])
    one, other = detect(plain), detect(flipped)
    found = align_mirrored(one, other, plain.shape[1])
    assert found.count > 0.8 * len(one)
    assert align(one, other).count < 0.2 * len(one)
    left, right = found.points()
    assert np.median(np.abs(left[:, 0] + right[:, 0] - (plain.shape[1] - 1))) < 1


def test_mirroring_twice_changes_nothing(draw):
    found = detect(np.asarray(draw()))
    assert np.array_equal(mirror(mirror(found.descriptors)), found.descriptors)
    twice = mirror_points(mirror_points(found.points, 640), 640)
    assert np.allclose(twice[:, :2], found.points[:, :2], atol=1e-3)


def test_the_homography_of_a_known_move_is_found_to_a_pixel(draw, features):
    moved = draw().transform(
        (640, 480),
        Image.Transform.AFFINE,
        (1.05, 0.12, -30, -0.1, 1.02, 25),
        Image.Resampling.BICUBIC,
    )
    found = align(features(draw()).whole, features(moved).whole)
    assert found.homography is not None
    # PIL's numbers lead from the new picture to the old one.
    x, y = 300.0, 200.0
    old = np.array([1.05 * x + 0.12 * y - 30, -0.1 * x + 1.02 * y + 25, 1.0])
    new = found.homography @ old
    assert np.allclose(new[:2] / new[2], (x, y), atol=1.0)


def test_points_that_agree_on_nothing_have_no_plane():
    dice = np.random.default_rng(1)
    points = [dice.uniform(0, 800, (40, 2)).astype(np.float32) for _ in range(2)]
    assert plane(*points)[1].sum() < 10
    assert plane(np.zeros((30, 2), np.float32), np.zeros((30, 2), np.float32))[1].sum() in {0, 30}
    assert plane(points[0][:3], points[1][:3])[0] is None


def test_votes_count_those_who_moved_together():
    dice = np.random.default_rng(2)
    source = np.column_stack(
        [dice.uniform(0, 800, (60, 2)), np.full(60, 10), dice.uniform(0, 6, 60)]
    ).astype(np.float32)
    target = source + np.array([50, -20, 0, 0], np.float32)
    strays = 30
    target[:strays, :2] = dice.uniform(0, 800, (strays, 2))
    target[:strays, 3] = dice.uniform(0, 6, strays)
    plain, weighted, voters = strongest(source, target, np.full(60, 0.5, np.float32))
    assert 28 <= plain <= 36
    assert weighted == pytest.approx(plain / 2, abs=1)
    assert voters[strays:].mean() > 0.9
    assert strongest(source[:0], target[:0], np.zeros(0, np.float32))[0] == 0


def test_one_picture_laid_over_itself_agrees_wholly_and_over_another_does_not(draw, features):
    one, other = features(draw(1)), features(draw(2))
    found = better(align(one.whole, one.whole), one, one)
    same = agreement(one, one, found)
    assert same.correlation > 0.99
    assert same.overlap > 0.95
    assert same.residual < 0.1
    assert agreement(one, other, align(one.whole, other.whole)).correlation < 0.8


def test_features_survive_their_file_and_are_the_same_every_time(draw, features):
    once, again = features(draw()), features(draw())
    assert dump(once) == dump(again)
    back = load(dump(once))
    assert np.array_equal(back.zoom.descriptors, once.zoom.descriptors)
    assert back.fingerprint == once.fingerprint
    with pytest.raises(ValueError, match="not a features file"):
        load(b"PK\x03\x04 something else")


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (64, 64)])
def test_odd_and_empty_pictures_have_features_too(size, features):
    blank = features(Image.new("RGB", size, (90, 90, 90)))
    assert len(blank.whole) == 0
    assert align(blank.whole, blank.whole).count == 0
    noise = features(Image.effect_noise(size, 90).convert("RGB"))
    assert align(noise.whole, blank.whole).count == 0


def test_the_item_is_found_where_it_was_drawn(draw, features):
    mask = features(draw()).mask
    # picture_of draws between 20 and 84 hundredths of each side.
    assert mask[:10].mean() < 40
    assert mask[40:60, 40:60].mean() > 120
