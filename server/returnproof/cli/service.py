"""`returnproof service install | uninstall`: the server starts when its owner signs in."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from returnproof.cli.failure import EXIT_UNAVAILABLE, Refused
from returnproof.cli.options import CONTEXT, serve_options, settings_of
from returnproof.cli.speech import say, tell
from returnproof.config import Settings
from returnproof.serve.signin import NoServiceManager, SignIn, install, sign_in, uninstall


@click.group("service", help=say("help.service"))
def command() -> None:
    """Only a name for the two below."""


@command.command("install", context_settings=CONTEXT, help=say("help.service_install"))
@serve_options
def install_(**given: Any) -> int:
    settings = settings_of(given)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = _sign_in(settings)
    started = install(wanted)
    tell("service.written", path=wanted.path)
    if not started:
        tell("service.not_started", command=" && ".join(map(" ".join, wanted.start)))
        return EXIT_UNAVAILABLE
    tell("service.started")
    return 0


@command.command("uninstall", context_settings=CONTEXT, help=say("help.service_uninstall"))
@serve_options
def uninstall_(**given: Any) -> None:
    wanted = _sign_in(settings_of(given))
    tell("service.removed" if uninstall(wanted) else "service.none", path=wanted.path)


def _sign_in(settings: Settings) -> SignIn:
    try:
        return sign_in(settings, Path.home(), sys.platform, os.environ)
    except NoServiceManager as error:
        raise Refused("service.unknown_system", system=sys.platform) from error
