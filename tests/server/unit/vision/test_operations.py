"""The operations of a child, called here directly; test_process.py drives them through one."""

import fcntl
import io
from pathlib import Path

import pytest
import segno
from PIL import Image

from returnproof.domain.comparison import Outcome
from returnproof.domain.errors import UnreadableImage
from returnproof.domain.picture import Transform
from returnproof.vision.features import FEATURES_VERSION
from returnproof.vision.operations import perform
from returnproof.vision.readying import ready
from returnproof.vision.wire import Limits, Photo, Request, frame, request_of


@pytest.fixture
def photo(draw, tmp_path):
    draw().save(tmp_path / "photo", "JPEG")
    return tmp_path / "photo"


@pytest.fixture
def ask(settings, tmp_path):
    limits = Limits(
        settings.max_pixels_scaled,
        settings.max_pixels_whole,
        settings.decode_seconds,
        settings.decode_rss_bytes,
    )

    def of(operation, **given):
        request = Request(operation, limits, tmp_path / "derived", **given)
        # As it arrives over the pipe.
        return perform(request_of(frame(request)[4:]))

    return of


def test_facts_and_symmetries_tell_the_same_of_one_picture(ask, photo):
    facts = ask("facts", path=photo)[0].facts
    reply, _ = ask("symmetries", path=photo)
    assert reply.facts == facts
    assert reply.texts[0] == facts.fingerprint.pdq
    assert len(set(reply.texts)) == 8


def test_features_are_kept_once_and_used_by_what_comes_after(ask, photo, tmp_path):
    named = Photo("p", "ab" * 32, photo)
    ask("prepare", candidate=named)
    photo.unlink()  # the features are all that a comparison needs
    reply, _ = ask("compare", photos=(named,), candidate=named)
    assert reply.comparison.outcome is Outcome.same_picture
    assert len(list((tmp_path / "derived").rglob("*.npz"))) == 1


def test_who_is_not_patient_is_told_that_another_makes_the_features(ask, photo, tmp_path):
    named = Photo("p", "ab" * 32, photo)
    folder = tmp_path / "derived" / "features" / FEATURES_VERSION / "ab"
    folder.mkdir(parents=True)
    with (folder / f"{'ab' * 32}.making").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert ask("prepare", candidate=named, patient=False)[0].elsewhere
        assert not list(folder.glob("*.npz"))
        # Who is patient does the work itself in the end: the other may hang.
        assert not ask("prepare", candidate=named)[0].elsewhere
    assert len(list(folder.glob("*.npz"))) == 1


def test_references_another_worker_began_come_last_and_are_waited_for_then():
    asked = []
    elsewhere = {"b": 9, "c": 1}

    def prepare(photo, patient):
        asked.append((photo.name, patient))
        if photo.name == "x":
            raise UnreadableImage
        elsewhere[photo.name] = elsewhere.get(photo.name, 0) - 1
        return patient or elsewhere[photo.name] < 0

    photos = [Photo(name, name, Path(name)) for name in "bxcd"]
    readable, unreadable = ready(photos, prepare, (UnreadableImage,))
    assert [each.name for each in readable] == ["b", "c", "d"]
    assert [each.detail["name"] for each in unreadable] == ["x"]
    assert [name for name, _ in asked] == ["b", "x", "c", "d", "b", "c", "b", "b"]
    assert [name for name, patient in asked if patient] == ["b"]


def test_features_of_another_release_are_cleared_away(ask, photo, tmp_path):
    old = tmp_path / "derived" / "features" / "sift-0" / "ab"
    old.mkdir(parents=True)
    (old / "x.npz").write_bytes(b"old")
    ask("prepare", candidate=Photo("p", "ab" * 32, photo))
    kept = [each.name for each in (tmp_path / "derived" / "features").iterdir()]
    assert kept == [FEATURES_VERSION]
    assert len(list((tmp_path / "derived").rglob("*.npz"))) == 1


def test_a_folder_that_cannot_be_written_costs_speed_only(ask, photo, tmp_path):
    (tmp_path / "derived").write_text("a file where the folder should be")
    named = Photo("p", "ab" * 32, photo)
    assert ask("compare", photos=(named,), candidate=named)[0].comparison.best_reference == "p"


def test_a_figure_and_a_thumbnail_come_as_bytes_of_the_length_they_name(ask, photo):
    named = Photo("", "", photo)
    for reply, payload in (
        ask("figure", photos=(named,), candidate=named, language="en"),
        ask("thumbnail", path=photo, size=100),
    ):
        assert reply.bytes == len(payload)
        Image.open(io.BytesIO(payload)).verify()


def test_codes_are_read(ask, tmp_path):
    segno.make("SF1234567890", micro=False).save(str(tmp_path / "q.png"), scale=8)
    assert ask("barcodes", path=tmp_path / "q.png")[0].texts == ("SF1234567890",)


def test_a_turned_crop_lies_in_the_picture_it_was_cut_from(ask, photo, draw, tmp_path):
    cut = draw().crop((60, 50, 600, 440)).transpose(Image.Transpose.ROTATE_270)
    cut.save(tmp_path / "cut", "JPEG", quality=90)
    stored = (Photo("", "ab" * 32, photo),)
    given = {"photos": stored, "path": tmp_path / "cut"}
    found, _ = ask("overlap", transform=Transform.rotated_90, **given)
    assert found.overlap > 0.9
    draw(5).save(tmp_path / "cut", "JPEG")
    assert ask("overlap", transform=Transform.identity, **given)[0].overlap is None


def test_a_child_is_told_to_end_after_a_very_large_picture(ask, tmp_path):
    Image.new("L", (7000, 6000), 90).save(tmp_path / "large", "JPEG")
    assert ask("facts", path=tmp_path / "large")[0].last


def test_what_cannot_be_read_is_a_named_error(ask, tmp_path):
    (tmp_path / "bad").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    with pytest.raises(UnreadableImage):
        ask("facts", path=tmp_path / "bad")
