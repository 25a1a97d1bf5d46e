"""`returnproof token create | list | revoke`: works while the server runs, and when none does."""

import json
from dataclasses import asdict
from typing import Any

import click

from returnproof.cli.beside import store_settings
from returnproof.cli.existing import require_store
from returnproof.cli.options import CONTEXT, json_option, shop_option, store_options
from returnproof.cli.speech import say, tell
from returnproof.domain.access import Role, Token
from returnproof.domain.errors import NotFound
from returnproof.services.access import Access
from returnproof.storage.opening import open_store


@click.group("token", help=say("help.token"))
def command() -> None:
    """Only a name for the three below."""


@command.command("create", context_settings=CONTEXT, help=say("help.token_create"))
@store_options
@shop_option
@click.option("--name", required=True, help=say("option.name"))
@click.option(
    "--role", type=click.Choice([*Role]), default=Role.owner.value, help=say("option.role")
)
@json_option
def create(*, shop: str, name: str, role: str, as_json: bool, **given: Any) -> None:
    with open_store(store_settings(given)) as store:
        token, bearer = Access(store.records).create_token(shop, name, Role(role))
    if as_json:
        document = {"token": bearer, "shop": shop, "id": token.id, "name": token.name}
        click.echo(json.dumps({**document, "role": token.role}, ensure_ascii=False))
    else:
        click.echo(bearer)
        tell("token.once", shop=shop, id=token.id)


@command.command("list", context_settings=CONTEXT, help=say("help.token_list"))
@store_options
@click.option("--shop", help=say("option.shop"))
@json_option
def list_(*, shop: str | None, as_json: bool, **given: Any) -> None:
    with open_store(require_store(store_settings(given), files=False)) as store:
        shops = [shop] if shop else sorted(store.records.shops())
        tokens = [token for each in shops for token in Access(store.records).tokens(each)]
    if as_json:
        click.echo(json.dumps({"tokens": [_document(each) for each in tokens]}, ensure_ascii=False))
        return
    for token in tokens:
        state = say("token.revoked", time=token.revoked) if token.revoked else ""
        last = token.last_used or say("token.unused")
        click.echo(
            f"{token.id}  {token.shop}  {token.role}  {token.name}  {last}  {state}".rstrip()
        )


@command.command("revoke", context_settings=CONTEXT, help=say("help.token_revoke"))
@store_options
@click.argument("token_id", metavar="ID")
def revoke(token_id: str, **given: Any) -> None:
    with open_store(require_store(store_settings(given), files=False)) as store:
        access = Access(store.records)
        for shop in store.records.shops():
            if store.records.get(shop, Token, token_id) is not None:
                access.revoke(shop, token_id)
                tell("token.gone", id=token_id, shop=shop)
                return
    raise NotFound("token")


def _document(token: Token) -> dict[str, Any]:
    """Everything but the hash, which nobody needs to see."""
    return {name: value for name, value in asdict(token).items() if name not in _PRIVATE}


_PRIVATE = frozenset({"secret_sha256", "version"})
