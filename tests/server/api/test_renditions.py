"""Pictures made of kept ones: made once, never half-written, and not piling up."""

import pytest

from returnproof.api import renditions


@pytest.fixture
def inside(make_app, tmp_path):
    with make_app(data_dir=tmp_path).test_request_context():
        yield tmp_path / renditions.FOLDER


def test_one_is_made_once(inside):
    made = []

    def make():
        made.append(1)
        return b"picture"

    for _ in range(3):
        assert renditions.rendition("a.webp", make).read_bytes() == b"picture"
    assert made == [1]
    assert [each.name for each in inside.iterdir()] == ["a.webp"]


def test_a_maker_that_fails_leaves_nothing(inside):
    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        renditions.rendition("a.webp", fail)
    assert not inside.exists() or not list(inside.iterdir())


def test_when_there_are_too_many_the_oldest_go(inside, monkeypatch):
    monkeypatch.setattr(renditions, "MOST", 9)
    monkeypatch.setattr(renditions, "_CHECK_EVERY", 1)
    for number in range(30):
        renditions.rendition(f"{number:02}", lambda: b"x")
        assert len(list(inside.iterdir())) <= 10
    assert (inside / "29").exists()
    assert not (inside / "00").exists()


def test_looking_goes_on_where_keeping_cannot(inside):
    inside.parent.mkdir(exist_ok=True)
    inside.write_bytes(b"a file stands where the folder should be")
    assert renditions.rendition("a.webp", lambda: b"picture").read() == b"picture"
