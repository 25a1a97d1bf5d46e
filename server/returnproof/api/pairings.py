"""Pairing: a code that somebody read aloud becomes this device's token."""

from typing import Any

from returnproof.api.about import about
from returnproof.api.blueprint import Blueprint
from returnproof.api.limits import count_pairing_attempt
from returnproof.api.schemas.access import PairedSchema, PairingSchema
from returnproof.api.security import access, public

blueprint = Blueprint("pairings", __name__, url_prefix="/api/v1", description="Pairing devices")


@blueprint.post("/pairings")
@public
@blueprint.arguments(PairingSchema)
@blueprint.response(201, PairedSchema)
@blueprint.alt_response(403, "FORBIDDEN")
@blueprint.alt_response(429, "TOO_MANY_REQUESTS")
@blueprint.doc(security=[])
def post_pairing(sent: dict[str, Any]) -> dict[str, Any]:
    """Trades a one-time code for a token, which is shown this once."""
    count_pairing_attempt()
    token, bearer = access().pair(sent["code"], sent["name"])
    return {
        "token": bearer,
        "token_id": token.id,
        "shop": token.shop,
        "role": token.role,
        "server": about(),
    }
