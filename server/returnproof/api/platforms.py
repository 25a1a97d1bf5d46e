"""Descriptions of seller backends, as data for the extension."""

import hashlib

import msgspec
from flask import Response, current_app, request

from returnproof.api.blueprint import Blueprint
from returnproof.api.schemas.platforms import PlatformsSchema
from returnproof.api.security import roles
from returnproof.api.wiring import settings
from returnproof.domain.access import MAY, Action
from returnproof.services import descriptions

blueprint = Blueprint(
    "platforms", __name__, url_prefix="/api/v1", description="Seller backends as data"
)


@blueprint.get("/platforms")
@roles(*MAY[Action.work])
@blueprint.response(200, PlatformsSchema)
def list_platforms() -> Response:
    """The newest description of each platform; `returnproof platform add` brings newer ones."""
    held = descriptions.listed(settings().data_dir)
    body = msgspec.json.encode({"platforms": [each.document for each in held]})
    response = current_app.response_class(body, mimetype="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.make_conditional(request)
    return response
