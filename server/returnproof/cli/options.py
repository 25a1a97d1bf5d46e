"""The options that fill in Settings, shared by the commands; each is an environment variable too.

An option `--data-dir` is RETURNPROOF_DATA_DIR whatever the command, so that one environment file
serves them all.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import click

from returnproof.cli.speech import say
from returnproof.config import Settings

# Click would otherwise put the command's name into the variable's.
CONTEXT: dict[str, Any] = {"auto_envvar_prefix": "RETURNPROOF", "show_default": True}

DATA_DIR = Path("data")
F = TypeVar("F", bound=Callable[..., Any])

_DEFAULTS = Settings(data_dir=DATA_DIR)
_SHOP = r"[a-z0-9-]{1,40}"
_AT_LEAST_ONE = click.IntRange(min=1)


def _option(name: str, kind: Any = None, **attributes: Any) -> Callable[[F], F]:
    key = name.removeprefix("--").replace("-", "_")
    default = attributes.pop("default", getattr(_DEFAULTS, key, None))
    return click.option(name, type=kind, default=default, help=say(f"option.{key}"), **attributes)


_SINGLE = ("redis", "rediss", "unix")
_CLUSTER = ("redis+cluster", "rediss+cluster")


def _address_of(*schemes: str) -> Callable[..., Any]:
    """The address of a Redis; never repeated in a message, for it may hold a password."""

    def check(
        _context: click.Context, _parameter: click.Parameter, value: str | None
    ) -> str | None:
        if value is None:
            return None
        if value.partition("://")[0] not in schemes or not value.partition("://")[2]:
            raise click.BadParameter(say("redis_address_invalid", schemes=", ".join(schemes)))
        return value

    return check


def _origins(_context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
    """One web origin, or several: `https://host:port` and nothing behind it."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(_origin(each) for each in value)
    return _origin(value)


def _origin(value: str) -> str:
    trimmed = value.rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@]+", trimmed):
        raise click.BadParameter(say("origin_invalid", value=value))
    return trimmed


_STORE = (
    _option("--data-dir", click.Path(file_okay=False, path_type=Path), default=DATA_DIR),
    _option("--redis-url", callback=_address_of(*_SINGLE, *_CLUSTER)),
    _option("--queue-url", callback=_address_of(*_SINGLE)),
)
_WEB = (
    _option("--host"),
    _option("--port", click.IntRange(0, 65535)),
    _option("--public-url", callback=_origins),
    _option("--cors-origin", multiple=True, default=(), callback=_origins),
    _option("--sample", is_flag=True),
)


def _matcher(
    _context: click.Context, _parameter: click.Parameter, value: Path | None
) -> Path | None:
    """Its files are tried at once: later every photo would fail by them."""
    if value is None:
        return None
    asked = [sys.executable, "-P", "-m", "returnproof.vision.learned", str(value.absolute())]
    tried = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if tried.returncode:
        name = (tried.stdout.split() or [str(value)])[-1]
        raise click.BadParameter(say("matcher_unusable", name=name))
    return value.absolute()


_LIMITS = (
    _option("--max-upload-bytes", _AT_LEAST_ONE),
    _option("--max-evidence-bytes", _AT_LEAST_ONE),
    _option("--max-pixels-scaled", _AT_LEAST_ONE),
    _option("--max-pixels-whole", _AT_LEAST_ONE),
    _option("--decode-seconds", click.FloatRange(min=0.1)),
    _option("--decode-rss-bytes", _AT_LEAST_ONE),
    _option("--free-space-floor", click.IntRange(min=0)),
    _option(
        "--matcher",
        click.Path(exists=True, file_okay=False, path_type=Path),
        callback=_matcher,
    ),
)
_WORKERS = (_option("--workers", click.IntRange(0, 64)),)


def _with(options: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def store_options(function: F) -> F:
    """What a command needs that reads and writes the store."""
    return _with((*_STORE, *_LIMITS))(function)


def limit_options(function: F) -> F:
    """What a command needs that only reads pictures."""
    return _with(_LIMITS)(function)


def address_options(function: F) -> F:
    """Those of the store, and where the web answers."""
    return _with((*_STORE, *_WEB, *_LIMITS))(function)


def serve_options(function: F) -> F:
    """Every setting there is."""
    return _with((*_STORE, *_WEB, *_WORKERS, *_LIMITS))(function)


def shop_option(function: F) -> F:
    """The shop a command is about, made on first use."""
    return click.option(
        "--shop", required=True, callback=_shop, metavar="SHOP", help=say("option.shop")
    )(function)


def _shop(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(_SHOP, value):
        raise click.BadParameter(say("shop_invalid", shop=value))
    return value


def json_option(function: F) -> F:
    """One JSON document on standard output instead of sentences."""
    return click.option(
        "--json", "as_json", is_flag=True, envvar="RETURNPROOF_JSON", help=say("option.json")
    )(function)


def settings_of(given: dict[str, Any]) -> Settings:
    """Settings from the values of the options above; takes what it knows out of `given`."""
    values = {
        field.name: given.pop(field.name) for field in fields(Settings) if field.name in given
    }
    if "cors_origin" in given:
        values["cors_origins"] = tuple(given.pop("cors_origin"))
    values["data_dir"] = Path(values.get("data_dir", DATA_DIR)).absolute()
    return Settings(**values)
