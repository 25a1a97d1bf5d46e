"""Evidence packs: everything kept of a case as one file that `returnproof verify` can check."""

from typing import Any

from flask import Response, request

from returnproof.api import files
from returnproof.api.addresses import absolute
from returnproof.api.blueprint import Blueprint
from returnproof.api.schemas.packs import PackSchema
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports
from returnproof.domain.access import MAY, Action
from returnproof.services.packs import Packs

blueprint = Blueprint("packs", __name__, url_prefix="/api/v1", description="Evidence packs")


def packs() -> Packs:
    given = ports()
    return Packs(given.records, given.blobs)


@blueprint.post("/cases/<id:refund_id>/packs")
@roles(*MAY[Action.work])
@blueprint.response(201, PackSchema)
@blueprint.alt_response(404, "NOT_FOUND")
@blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
def post_pack(refund_id: str) -> tuple[Any, int, dict[str, str]]:
    """Makes a pack of what is kept now: originals, facts and a manifest over both."""
    who = caller()
    made = packs().make(who.shop, refund_id, made_by=who.token_id)
    return made, 201, {"Location": absolute("packs.get_pack", pack_id=made.id)}


@blueprint.get("/packs/<id:pack_id>")
@roles(*MAY[Action.work])
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/zip")
@blueprint.alt_response(404, "NOT_FOUND")
def get_pack(pack_id: str) -> Response:
    """The zip file; each opening is recorded."""
    who, service = caller(), packs()
    if request.method == "HEAD":
        found = service.get(who.shop, pack_id)
    else:
        found = service.open(who.shop, pack_id, by=who.token_id)
    path = ports().blobs.path(found.sha256)
    name = f"returnproof-{found.id}.zip"
    response = files.kept(path, found.sha256, media_type="application/zip", name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
