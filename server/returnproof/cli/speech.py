"""What the command says, in the reader's language."""

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import click

from returnproof import contract

Environment = Mapping[str, str]


def language_of(environment: Environment) -> str:
    """As the terminal's locale says; Chinese when it says nothing (C, POSIX, unset)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environment.get(name, "").split(".")[0]
        if locale and locale not in {"C", "POSIX"}:
            return "zh-CN" if locale.lower().startswith("zh") else "en"
        if locale:
            return "zh-CN"
    return "zh-CN"


@cache
def language() -> str:
    """The language of this process."""
    return language_of(os.environ)


def say(key: str, **values: Any) -> str:
    """The sentence `cli.<key>`."""
    return contract.text(f"cli.{key}", language(), **values)


def tell(key: str, **values: Any) -> None:
    """Prints the sentence for the person at the terminal, leaving standard output to results."""
    with suppress(OSError):  # a closed terminal, a log on a full disk: no reason to end
        click.echo(say(key, **values), err=True)
