"""`returnproof platform add | list | remove`: descriptions of seller backends, as data.

They lie in the data directory and need no store, so the command works whether the server runs or
not; a running one hands a new one out at once.
"""

import json
from pathlib import Path
from typing import Any

import click

from returnproof.cli.existing import ExistingFile
from returnproof.cli.options import CONTEXT, json_option, settings_of, store_options
from returnproof.cli.speech import language, say, tell
from returnproof.services import descriptions
from returnproof.services.descriptions import Held


@click.group("platform", help=say("help.platform"))
def command() -> None:
    """Only a name for the three below."""


@command.command("add", context_settings=CONTEXT, help=say("help.platform_add"))
@store_options
@click.argument("file", type=ExistingFile(), metavar="FILE")
@json_option
def add(*, file: Path, as_json: bool, **given: Any) -> None:
    with file.open("rb") as opened:
        # One byte more than allowed is enough to refuse it.
        content = opened.read(descriptions.LARGEST + 1)
    held = descriptions.add(settings_of(given).data_dir, content)
    if as_json:
        click.echo(json.dumps(_document(held), ensure_ascii=False))
    tell("platform.added", id=held.id, version=held.version)


@command.command("list", context_settings=CONTEXT, help=say("help.platform_list"))
@store_options
@json_option
def list_(*, as_json: bool, **given: Any) -> None:
    held = descriptions.listed(settings_of(given).data_dir)
    if as_json:
        click.echo(
            json.dumps({"platforms": [_document(each) for each in held]}, ensure_ascii=False)
        )
        return
    for each in held:
        name = each.document["name"][language()]
        origin = say("platform.of_yours" if each.added else "platform.built_in")
        hosts = " ".join(each.document["hosts"])
        click.echo(f"{each.id}  {each.version}  {origin}  {name}  {hosts}")


@command.command("remove", context_settings=CONTEXT, help=say("help.platform_remove"))
@store_options
@click.argument("platform_id", metavar="ID")
def remove(*, platform_id: str, **given: Any) -> None:
    now = descriptions.remove(settings_of(given).data_dir, platform_id)
    if now is None:
        tell("platform.gone", id=platform_id)
    else:
        tell("platform.back", id=platform_id, version=now.version)


def _document(held: Held) -> dict[str, Any]:
    kept = ("id", "version", "engine", "state", "name", "hosts")
    return {**{name: held.document[name] for name in kept}, "added": held.added}
