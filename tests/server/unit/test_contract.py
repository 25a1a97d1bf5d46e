"""Texts are found, filled in, and chosen by what a reader asks for."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnproof import contract


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en;q=0.5, zh;q=0.8", "zh-CN"),
        ("fr, de;q=0.7", "zh-CN"),
        ("fr, en;q=0.1", "en"),
        ("*", "zh-CN"),
        ("EN-us", "en"),
        ("en;q=0", "zh-CN"),
        ("en;q=high", "zh-CN"),
        (",;;,", "zh-CN"),
    ],
)
def test_a_language_is_chosen_from_what_is_accepted(header, expected):
    assert contract.language_of(header) == expected


@given(st.text())
def test_no_header_can_break_the_choice(header):
    assert contract.language_of(header) in contract.LANGUAGES


def test_a_long_header_is_read_only_so_far():
    assert contract.language_of("fr," * 100_000 + "en") == "zh-CN"


def test_values_fill_in_and_stay_what_they_are():
    text = contract.text("signal.platform_mark.text", "zh-CN", flag="{other} <b>")
    assert "“{other} <b>”" in text


def test_a_missing_value_is_left_out_and_a_missing_text_shows_its_key():
    assert "{" not in contract.text("signal.frequent_cases.text", "en")
    assert contract.text("no.such.text") == "no.such.text"
    assert contract.text("signal") == "signal"


def test_a_text_is_there_only_when_every_language_has_it():
    assert contract.has_text("level.none.name")
    assert not contract.has_text("level.none")
    assert not contract.has_text("level.none.name.deeper")


def test_there_is_no_third_language():
    with pytest.raises(KeyError):
        contract.texts("fr")


def test_what_is_read_cannot_be_changed():
    with pytest.raises(TypeError):
        contract.texts("en")["level"]["none"]["name"] = "x"
    with pytest.raises(TypeError):
        contract.rules()["levels"] = {}


def test_a_schema_is_known_by_the_name_of_what_it_describes():
    assert "$schema" in contract.schemas()["checklist"]


def test_importing_reads_no_file():
    script = (
        "import sys, io\n"
        "opened = []\n"
        "sys.addaudithook(lambda e, a: opened.append(str(a[0])) if e == 'open' else None)\n"
        "import returnproof.contract\n"
        "print([each for each in opened if each.endswith('.json')])\n"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert answer.stdout.strip() == b"[]"
