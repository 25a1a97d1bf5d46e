"""The engine on real photographs, where they are: they are no part of this project."""

import csv
import hashlib
from pathlib import Path

import pytest

from returnproof.config import Settings
from returnproof.domain.comparison import Outcome
from returnproof.vision.process import VisionProcess

PHOTOS = Path(__file__).parents[5] / "shared" / "photos"
pytestmark = pytest.mark.skipif(
    not (PHOTOS / "pairs.csv").exists(), reason="needs the labelled photos in ../shared/photos"
)
EDITS = ("jpeg", "crop", "mirror", "border", "rotate", "screenshot", "colour", "overlay")


def rows(task, kind, count):
    with (PHOTOS / "pairs.csv").open(newline="") as file:
        found = [row for row in csv.DictReader(file) if (row["task"], row["kind"]) == (task, kind)]
    return found[:: max(1, len(found) // count)][:count]


@pytest.fixture(scope="module")
def vision(tmp_path_factory):
    place = tmp_path_factory.mktemp("vision")
    with VisionProcess(Settings(data_dir=place), place, children=1) as process:
        yield process


@pytest.fixture
def judge(vision):
    def named(name):
        path = PHOTOS / name
        return name, hashlib.sha256(path.read_bytes()).hexdigest(), path

    def of(row):
        references = [named(name) for name in row["reference"].split("|")]
        return vision.compare(references, named(row["candidate"]))

    return of


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_copy_is_the_same_picture(edit, judge):
    (row,) = rows("same_picture", edit, 1)
    result = judge(row)
    assert result.outcome is Outcome.same_picture, row["candidate"]
    assert ("mirrored" in {reason.code for reason in result.reasons}) == (edit == "mirror")


def test_two_photos_of_one_thing_are_not_one_picture(judge):
    for row in rows("same_picture", "same_item_other_photo", 2):
        assert judge(row).outcome is not Outcome.same_picture, row["candidate"]


def test_another_garment_in_the_same_room_is_not_called_the_same(judge):
    for row in rows("swap_same_room", "same_sender_same_label", 3):
        result = judge(row)
        assert result.outcome in {Outcome.inconclusive, Outcome.different_item}, row["candidate"]


def test_an_answer_is_the_same_number_every_time(judge):
    (row,) = rows("same_product", "Oatly-Oat-Milk", 1)
    once, again = judge(row), judge(row)
    assert once.same_item_probability == again.same_item_probability
    assert once.reasons == again.reasons
