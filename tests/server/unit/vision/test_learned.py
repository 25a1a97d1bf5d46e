"""A learned matcher from files: tiny networks made here stand where ALIKED and LightGlue would."""

import json
from importlib.resources import files

import numpy as np
import pytest
from PIL import Image
from tests.server.unit.vision import tiny_networks as tiny

from returnproof.cli.group import run
from returnproof.vision import learned
from returnproof.vision.alignment import align_items
from returnproof.vision.decoding import decode
from returnproof.vision.features import (
    DECODE_SIDE,
    FEATURES_VERSION,
    dump,
    extract,
    load,
    version,
)
from returnproof.vision.learned import Learned, UnusableMatcherError, moved
from returnproof.vision.model import engine
from returnproof.vision.sighting import sight


@pytest.fixture
def folder(tmp_path):
    """Both files, and a calibration that says it was fitted with them."""
    place = tmp_path / "matcher"
    place.mkdir()
    tiny.detector(place / learned.DETECTOR)
    tiny.matcher(place / learned.MATCHER)
    calibrate(place)
    return place


def calibrate(place, *, fitted_for=None):
    own = json.loads(files("returnproof.vision").joinpath("engine.json").read_text())
    own["version"] = f"tiny+{fitted_for or Learned(place).version}"
    (place / learned.CALIBRATION).write_text(json.dumps(own))


@pytest.fixture
def bring(monkeypatch):
    """Puts a folder in force, and out of it again afterwards."""

    def into_force(place):
        monkeypatch.setenv(learned.VARIABLE, str(place))
        forget()

    def forget():
        learned.brought.cache_clear()
        engine.cache_clear()

    yield into_force
    monkeypatch.delenv(learned.VARIABLE, raising=False)
    forget()


@pytest.fixture
def features(draw, tmp_path, settings):
    def of(image):
        image.save(tmp_path / "p.png")
        return extract(decode(tmp_path / "p.png", side=DECODE_SIDE, limits=settings))

    return of


def test_a_learned_matcher_answers_in_the_place_of_sift_on_the_item(features, draw, folder, bring):
    bring(folder)
    one, again, other = features(draw()), features(draw()), features(draw(seed=2))
    assert one.spots is not None
    assert len(one.spots.places) == tiny.SPOTS
    found = align_items(one, again)
    assert len(found.pairs) == tiny.SPOTS
    assert np.allclose(found.source[:, :2], one.spots.points())
    same, different = sight("r", one, again), sight("r", one, other)
    assert same.zoom_votes > 10 * max(1.0, different.zoom_votes)


def test_spots_are_kept_with_the_features_and_apart_from_those_without(
    features, draw, folder, bring
):
    plain = features(draw())
    assert version() == FEATURES_VERSION
    assert load(dump(plain)).spots is None
    bring(folder)
    assert version() == f"{FEATURES_VERSION}-{Learned(folder).version}"
    made = features(draw())
    back = load(dump(made)).spots
    assert np.array_equal(back.places, made.spots.places)
    assert np.allclose(back.descriptors, made.spots.descriptors, atol=1e-2)
    assert np.allclose(back.points(), made.spots.points())
    # Features of before the files came still answer, by SIFT.
    assert align_items(plain, plain).count > 0.8 * len(plain.zoom)


def test_what_the_matcher_is_not_sure_of_counts_nothing(folder):
    tiny.matcher(folder / learned.MATCHER, surety=0.1)
    one = Learned(folder)
    noise = np.random.default_rng(3).integers(0, 255, (300, 400, 3)).astype(np.uint8)
    spots = one.spots(noise, (0, 0, 1))
    assert len(one.pairs(spots, spots)) == 0


def test_without_lightglue_the_nearest_descriptors_match(folder):
    (folder / learned.MATCHER).unlink()
    one = Learned(folder)
    noise = np.random.default_rng(3).integers(0, 255, (300, 400, 3)).astype(np.uint8)
    spots = one.spots(noise, (0, 0, 1))
    pairs = one.pairs(spots, spots)
    assert len(pairs) > 0.9 * tiny.SPOTS
    assert np.array_equal(pairs[:, 0], pairs[:, 1])


@pytest.mark.parametrize(("turn", "scale"), [(0.0, 1.0), (1.2, 0.5), (-3.0, 2.0)])
def test_turn_and_scale_of_spots_are_read_from_their_neighbours(turn, scale):
    one = np.random.default_rng(5).uniform(0, 500, (60, 2)).astype(np.float32)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    source, target = moved(one, (one @ rotation.T * scale + 40).astype(np.float32))
    assert np.allclose(np.exp(1j * target[:, 3]), np.exp(1j * turn), atol=1e-3)
    assert np.allclose(target[:, 2], scale, rtol=0.15)
    assert np.array_equal(source[:, 2:], np.tile([1.0, 0.0], (60, 1)))


def test_answers_carry_the_version_of_the_calibration_brought(folder, draw, tmp_path, capsys):
    draw().save(tmp_path / "photo.png")
    assert run([*comparing(tmp_path / "photo.png"), "--json", "--matcher", str(folder)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["engine"] == f"tiny+{Learned(folder).version}"
    assert answer["outcome"] == "same_picture"


def comparing(photo):
    return ["compare", "--reference", str(photo), "--candidate", str(photo), "--decode-seconds=180"]


@pytest.mark.parametrize("harm", ["detector", "matcher", "calibration", "of another", "garbage"])
def test_a_folder_that_cannot_be_used_is_refused_by_the_name_of_its_file(folder, bring, harm):
    name = {
        "detector": learned.DETECTOR,
        "matcher": learned.MATCHER,
    }.get(harm, learned.CALIBRATION)
    if harm in {"detector", "matcher"}:
        (folder / name).write_bytes(b"no network")
    elif harm == "calibration":
        (folder / name).unlink()
    elif harm == "garbage":
        (folder / name).write_bytes(b"\xff{")
    else:
        calibrate(folder, fitted_for="0123456789ab")
    bring(folder)
    with pytest.raises(UnusableMatcherError, match=name):
        engine()


def test_the_command_line_says_which_file_is_wrong(folder, tmp_path, capsys):
    (folder / learned.CALIBRATION).unlink()
    Image.new("RGB", (64, 64)).save(tmp_path / "p.png")
    assert run([*comparing(tmp_path / "p.png"), "--matcher", str(folder)]) == 2
    said = capsys.readouterr().err
    assert learned.CALIBRATION in said
    assert "Traceback" not in said
