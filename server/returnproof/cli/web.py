"""`returnproof web`: the HTTP server alone, as `serve` and a container start it."""

from typing import Any

import click

from returnproof.cli.options import CONTEXT, serve_options, settings_of
from returnproof.cli.speech import say
from returnproof.serve.parent import follow_parent
from returnproof.serve.web import Web


@click.command("web", context_settings=CONTEXT, help=say("help.web"))
@serve_options
@click.option("--listener", type=int, hidden=True)
@click.option("--gate", type=int, hidden=True)
def command(listener: int | None, gate: int | None, **given: Any) -> None:
    follow_parent()
    Web(settings_of(given), listener, gate).run()
