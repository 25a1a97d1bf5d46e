"""The devices of a shop: who one is, who else there is, and shutting one out."""

from typing import Any

from returnproof.api.addresses import base_url
from returnproof.api.blueprint import Blueprint
from returnproof.api.schemas.access import CodeRequestSchema, CodeSchema, MeSchema, TokensSchema
from returnproof.api.security import access, caller, roles
from returnproof.domain.access import MAY, Action, Caller

blueprint = Blueprint("tokens", __name__, url_prefix="/api/v1", description="Devices of the shop")


@blueprint.get("/me")
@roles(*MAY[Action.identify])
@blueprint.response(200, MeSchema)
def get_me() -> Caller:
    """Shop, role and name of the caller."""
    return caller()


@blueprint.get("/tokens")
@roles(*MAY[Action.administer])
@blueprint.response(200, TokensSchema)
def get_tokens() -> dict[str, Any]:
    """Every device and signed-in person of the shop with its last use, newest first."""
    return {"tokens": access().tokens(caller().shop)}


@blueprint.delete("/tokens/<id:token_id>")
@roles(*MAY[Action.administer])
@blueprint.response(204)
def delete_token(token_id: str) -> None:
    """Revokes one; it is refused at once here and within half a second everywhere."""
    access().revoke(caller().shop, token_id)


@blueprint.post("/tokens/codes")
@roles(*MAY[Action.administer])
@blueprint.arguments(CodeRequestSchema)
@blueprint.response(201, CodeSchema)
def post_code(sent: dict[str, Any]) -> dict[str, Any]:
    """A new one-time code for pairing one more device within ten minutes."""
    code, pairing = access().make_code(caller().shop, sent["role"])
    return {"code": code, "expires": pairing.expires, "server": base_url()}
