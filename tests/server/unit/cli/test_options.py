"""Settings travel from `serve` to its children as environment variables, and arrive unchanged."""

from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from returnproof.cli import speech
from returnproof.cli.options import CONTEXT, serve_options, settings_of, shop_option
from returnproof.config import Settings
from returnproof.serve.environment import PREFIX, child_environment, variables


def parsed(arguments=(), environment=None):
    """What the options make of a command line and an environment."""
    found = []

    @click.command(context_settings=CONTEXT)
    @serve_options
    def command(**given):
        found.append(settings_of(given))

    done = CliRunner().invoke(command, list(arguments), env=environment, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return found[0]


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch):
    for name in variables(Settings(data_dir=Path())):
        monkeypatch.delenv(name, raising=False)


def test_without_options_every_setting_has_its_default():
    assert parsed() == Settings(data_dir=Path("data").absolute())


word = st.text("abcdefghijklmnopqrstuvwxyz.0123456789", min_size=1, max_size=30)
redis_address = st.builds("{}://{}/0".format, st.sampled_from(["redis", "rediss", "unix"]), word)
origin = st.builds("{}://{}:8600".format, st.sampled_from(["http", "https"]), word)


@given(
    st.builds(
        Settings,
        data_dir=st.just(Path("/some where/数据")),
        redis_url=st.none() | redis_address,
        queue_url=st.none() | redis_address,
        host=word,
        port=st.integers(0, 65535),
        public_url=st.none() | origin,
        cors_origins=st.lists(origin, max_size=3).map(tuple),
        sample=st.booleans(),
        workers=st.integers(0, 64),
        max_upload_bytes=st.integers(1, 1 << 40),
        decode_seconds=st.floats(0.1, 1e6),
        free_space_floor=st.integers(0, 1 << 50),
    )
)
def test_settings_survive_the_way_through_the_environment(settings):
    assert parsed(environment=variables(settings)) == settings


def test_every_setting_has_an_option():
    settings = Settings(
        data_dir=Path("/d"),
        redis_url="redis+cluster://a:1,b:2",
        queue_url="unix:///q",
        public_url="https://p.example",
    )
    given = {
        **{field.name: getattr(settings, field.name) for field in fields(settings)},
        "cors_origins": ("https://a.example",),
        "sample": True,
    }
    assert parsed(environment=variables(Settings(**given))) == Settings(**given)


def test_a_child_gets_no_setting_that_serve_was_not_given(monkeypatch):
    outer = {"PATH": "/bin", f"{PREFIX}REDIS_URL": "redis://old", f"{PREFIX}DEBUG": "1"}
    found = child_environment(Settings(data_dir=Path("/d")), outer)
    assert f"{PREFIX}REDIS_URL" not in found
    assert found["PATH"] == "/bin"
    assert found[f"{PREFIX}DEBUG"] == "1"


@pytest.mark.parametrize("shop", ["", "A", "a b", "店", "a" * 41, "a_b", "a\n"])
def test_a_shop_is_refused_unless_it_is_small_letters_digits_and_hyphens(shop):
    @click.command()
    @shop_option
    def command(shop):
        click.echo(shop)

    assert CliRunner().invoke(command, ["--shop", shop]).exit_code == 2
    assert CliRunner().invoke(command, ["--shop", "a-1"]).output == "a-1\n"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh-CN"),
        ({"LANG": "C.UTF-8"}, "zh-CN"),
        ({"LANG": "POSIX"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_terminal_s_locale_chooses_the_language(environment, language):
    assert speech.language_of(environment) == language


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--redis-url", "localhost:6379"),
        ("--redis-url", "redis://"),
        ("--redis-url", "http://:secret@host"),
        ("--queue-url", "redis+cluster://host:1"),
        ("--public-url", "shop.example"),
        ("--public-url", "https://shop.example/path"),
        ("--public-url", "https://user@shop.example"),
        ("--cors-origin", "*"),
        ("--cors-origin", "https://a.example https://b.example"),
        ("--port", "70000"),
        ("--decode-seconds", "0"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_without_repeating_a_password(option, value):
    done = CliRunner().invoke(_command(), [option, value])
    assert done.exit_code == 2
    assert option in done.output
    assert "secret" not in done.output


def _command():
    @click.command(context_settings=CONTEXT)
    @serve_options
    def command(**given):
        settings_of(given)

    return command


def test_a_trailing_slash_of_an_address_is_of_no_matter():
    environment = {"RETURNPROOF_PUBLIC_URL": "https://shop.example/"}
    assert parsed(environment=environment).public_url == "https://shop.example"
