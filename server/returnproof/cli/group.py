"""The list of commands, and the one place where an error becomes a sentence and an exit status."""

from collections.abc import Sequence
from importlib import import_module

import click

from returnproof.cli.failure import EXIT_INTERRUPTED, EXIT_USAGE, explain
from returnproof.cli.speech import say, tell

# Command → the module of this package that holds a click command named `command`.
COMMANDS = {
    "serve": "serving",
    "web": "web",
    "worker": "worker",
    "token": "token",
    "pair": "pair",
    "import": "importing",
    "compare": "compare",
    "evaluate": "evaluate",
    "verify": "verify",
    "doctor": "doctor",
    "sample": "sample",
    "service": "service",
    "platform": "platform",
}

# Parts of `serve` that a container starts one by one; documented, but not a newcomer's commands.
HIDDEN = frozenset({"web", "worker"})


class Commands(click.Group):
    """Knows its commands by name and imports one only to run or to describe it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [name for name in COMMANDS if name not in HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"returnproof.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The summary lines come from the texts, so that `--help` imports no command."""
        with formatter.section(say("help.commands")):
            formatter.write_dl([(name, say(f"help.{name}")) for name in self.list_commands(ctx)])


@click.command(cls=Commands, help=say("help.returnproof"))
@click.version_option(package_name="returnproof")
def commands() -> None:
    """The root; its help is a text of its own."""


def run(arguments: Sequence[str]) -> int:
    """Runs one command; answers with the process's exit status (docs/commands.md)."""
    try:
        outcome = commands.main(list(arguments), "returnproof", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return EXIT_USAGE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        tell("interrupted")
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, `explain` decides what is shown
        return explain(error)
    return outcome if isinstance(outcome, int) else 0
