"""JSON at the border: strict in, plain out."""

from types import MappingProxyType

import pytest
from flask import Flask

from returnproof.api.json import StrictJson


@pytest.fixture
def strict():
    return StrictJson(Flask("test"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        "[Infinity]",
        '{"a": 1} x',
        "{'a': 1}",
        '"\\ud800"',
        b'"\xff"',
        "[" * 100_000,
        '{"a": 01}',
    ],
)
def test_what_is_no_json_is_a_value_error(strict, text):
    with pytest.raises(ValueError):  # noqa: PT011 - any of its kind becomes the same 400
        strict.loads(text)


def test_views_and_chinese_are_written_as_they_are(strict):
    written = strict.dumps({"b": MappingProxyType({"文": (1, None)}), "a": 0.5})
    assert written == '{"b":{"文":[1,null]},"a":0.5}'
    assert strict.loads(written) == {"b": {"文": [1, None]}, "a": 0.5}


def test_anything_else_is_written_as_its_words(strict):
    assert strict.dumps([ValueError("x")]) == '["x"]'
