"""Every option of every command can be given as RETURNPROOF_<OPTION>, as docs/commands.md says."""

from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from returnproof.cli import group


def _options() -> Iterator[tuple[click.Command, click.Option]]:
    for name in group.COMMANDS:
        command = import_module(f"returnproof.cli.{group.COMMANDS[name]}").command
        for each in getattr(command, "commands", {"": command}).values():
            yield from (
                (each, option) for option in each.params if isinstance(option, click.Option)
            )


ALL = list(_options())


@pytest.mark.parametrize(
    ("command", "option"), ALL, ids=[f"{each.name}{option.opts[0]}" for each, option in ALL]
)
def test_an_option_is_read_from_the_variable_of_its_name(command, option, monkeypatch):
    longest = max(option.opts, key=len)
    variable = "RETURNPROOF_" + longest.removeprefix("--").replace("-", "_").upper()
    context = command.make_context(command.name, [], resilient_parsing=True)
    monkeypatch.setenv(variable, "1")
    assert option.resolve_envvar_value(context) == "1", variable


def test_there_are_as_many_as_the_help_shows():
    assert len(ALL) > 80
