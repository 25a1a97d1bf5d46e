"""`returnproof pair`: a one-time code with which a device or a browser comes into a shop."""

import io
import json
import sys
from typing import Any, Final

import click
import segno

from returnproof.cli.beside import store_settings
from returnproof.cli.options import (
    CONTEXT,
    address_options,
    json_option,
    shop_option,
)
from returnproof.cli.speech import say, tell
from returnproof.config import Settings
from returnproof.domain.access import Role
from returnproof.serve.lock import running
from returnproof.serve.ready import address
from returnproof.services.access import Access
from returnproof.storage.opening import open_store

# A QR code is dark on light whatever the terminal's own colours are: white blocks on black ground.
_COLOURS: Final = "\x1b[97;40m"
_PLAIN: Final = "\x1b[0m"


@click.command("pair", context_settings=CONTEXT, help=say("help.pair"))
@address_options
@shop_option
@click.option(
    "--role", type=click.Choice([*Role]), default=Role.owner.value, help=say("option.role")
)
@click.option(
    "--qr/--no-qr",
    "drawn",
    default=None,
    envvar="RETURNPROOF_QR",
    show_default=False,
    help=say("option.qr"),
)
@json_option
def command(*, shop: str, role: str, drawn: bool | None, as_json: bool, **given: Any) -> None:
    settings = store_settings(given)
    with open_store(settings) as store:
        code, pairing = Access(store.records).make_code(shop, Role(role))
    server = server_of(settings)
    if as_json:
        document = {"server": server, "code": code, "expires": pairing.expires}
        click.echo(json.dumps({**document, "shop": shop, "role": role}))
        return
    click.echo(say("pair.server", server=server))
    click.echo(say("pair.code", code=code))
    if sys.stdout.isatty() if drawn is None else drawn:
        link = f"{server}/#code={code}"
        click.echo(say("pair.link", link=link))
        click.echo(picture(link))
        click.echo(say("pair.scan"))
    tell("pair.expires", time=pairing.expires)
    if running(settings.data_dir) is None and settings.redis_url is None:
        tell("pair.not_running")


def picture(link: str) -> str:
    """The link as a QR code of half blocks, two rows of modules in a line of text."""
    drawn = io.StringIO()
    segno.make(link, error="m").terminal(out=drawn, border=2, compact=True)
    return "\n".join(f"{_COLOURS}{line}{_PLAIN}" for line in drawn.getvalue().splitlines())


def server_of(settings: Settings) -> str:
    """Where devices reach the server: as told, as the running one says, or as it would be."""
    if settings.public_url:
        return settings.public_url
    found = running(settings.data_dir)
    return found.address if found else address(settings.host, settings.port)
