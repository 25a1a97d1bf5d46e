"""`returnproof serve`: everything a shop needs, in the foreground."""

from contextlib import suppress
from typing import Any

import click

from returnproof.cli.failure import Refused
from returnproof.cli.options import CONTEXT, serve_options, settings_of
from returnproof.cli.speech import language, say, tell
from returnproof.contract import text
from returnproof.serve.announcement import QueueIsCluster
from returnproof.serve.lock import AlreadyServed
from returnproof.serve.serving import PortBusy, serve


@click.command("serve", context_settings=CONTEXT, help=say("help.serve"))
@serve_options
def command(**given: Any) -> None:
    settings = settings_of(given)
    try:
        serve(settings, tell, _announce)
    except AlreadyServed as error:
        raise Refused(
            "serve.already",
            data_dir=error.data_dir,
            pid=error.pid or "?",
            address=error.address or "?",
        ) from error
    except PortBusy as error:
        raise Refused("serve.port_busy", host=error.host, port=error.port) from error
    except QueueIsCluster as error:
        raise Refused("serve.queue_is_cluster") from error


def _announce(address: str, durability: str | None) -> None:
    """The first line is for programs too; the rest is for people."""
    with suppress(OSError):  # nobody listens any more, or the log's disk is full
        click.echo(f"ready {address}")
        if durability is not None:
            click.echo(text(f"promise.{durability}", language()), err=True)
