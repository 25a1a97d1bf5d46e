"""Errors on the terminal: one language, and which option or field to change."""

import errno

import pytest

from returnproof.cli import failure, serving
from returnproof.config import Settings
from returnproof.domain.errors import Invalid, StorageUnavailable, TooLarge, UnreadableImage
from returnproof.services.credentials import clean_name


@pytest.fixture(params=["zh-CN", "en"])
def spoken(request, monkeypatch):
    monkeypatch.setattr(failure, "language", lambda: request.param)
    monkeypatch.setattr(failure, "say", lambda key, **values: f"{request.param} {key} {values}")
    return request.param


@pytest.mark.parametrize("name", ["", "  ", "x" * 500])
def test_a_wrong_name_is_named_with_its_bounds(name, spoken):
    with pytest.raises(Invalid) as raised:
        clean_name(name)
    assert "- name: " in failure.sentence(raised.value)
    assert "80" in failure.sentence(raised.value)


def test_what_a_library_said_in_english_is_not_repeated(spoken):
    error = UnreadableImage("The picture is damaged or incomplete.")
    assert "incomplete" not in failure.sentence(error)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnreadableImage("empty"), "0 "),
        (TooLarge("More than 5 pixels.", limit=5, unit="pixels"), "5"),
        (StorageUnavailable(cause="unreachable"), "Redis"),
    ],
)
def test_a_known_occurrence_has_its_own_sentence(error, said, spoken):
    assert said in failure.sentence(error)


def test_what_the_system_answered_has_words_in_our_languages(spoken):
    told = failure.system_words(PermissionError(errno.EACCES, "Permission denied", "/x"))
    assert "Permission denied" not in told
    assert "/x" in told


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://u:secret@h:1/0?password=secret", "redis://h:1/0"),
        ("redis+cluster://:secret@a:1,b:2", "redis+cluster://a:1,b:2"),
        ("unix://:secret@/run/r.sock?db=1", "unix:///run/r.sock"),
    ],
)
def test_a_redis_address_is_shown_without_its_password(url, shown):
    assert serving.without_password(url) == shown


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, []),
        ({"host": "localhost"}, []),
        ({"host": "::1"}, []),
        ({"host": "0.0.0.0"}, ["others_refused", "plain_http"]),
        ({"host": "::"}, ["others_refused", "plain_http"]),
        ({"host": "192.168.1.5"}, ["plain_http"]),
        ({"host": "0.0.0.0", "public_url": "http://a:1"}, ["plain_http"]),
        ({"host": "0.0.0.0", "public_url": "https://a"}, []),
    ],
)
def test_who_lets_other_machines_in_is_told_what_that_means(settings, told, tmp_path):
    found = list(serving.notes(Settings(data_dir=tmp_path, **settings)))
    assert found == [f"serve.{each}" for each in told]
