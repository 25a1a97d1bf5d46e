"""Photos: what is known of them, their bytes, and small pictures of them."""

from dataclasses import asdict
from typing import Any

from flask import Response

from returnproof.api import files
from returnproof.api.blueprint import Blueprint
from returnproof.api.intake import photo_intake, picture_search
from returnproof.api.renditions import rendition
from returnproof.api.schemas.photos import (
    BankPhotosSchema,
    BankSchema,
    MatchesSchema,
    PhotoSchema,
    ReceivedSchema,
    SourceSchema,
    ThumbnailSchema,
)
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports, settings
from returnproof.domain.access import MAY, Action, Role
from returnproof.domain.errors import NotFound
from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services import banks, photos
from returnproof.services.originals import original
from returnproof.services.writing import retried

blueprint = Blueprint("photos", __name__, url_prefix="/api/v1/photos", description="Photos")


def _photo(photo_id: str) -> Photo:
    """A station sees what it packed; for it the photos of cases do not exist."""
    found = photos.get(ports().records, caller().shop, photo_id)
    if caller().role is Role.station and found.role is not PhotoRole.packing:
        raise NotFound
    return found


@blueprint.post("/search")
@roles(*MAY[Action.work])
@blueprint.response(200, MatchesSchema)
@blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@blueprint.doc(requestBody=files.documented({}, single=True))
def post_search() -> dict[str, Any]:
    """Photos of the shop that show in a sent picture, the nearest first; nothing of it is kept."""
    (sent,) = files.received(settings().max_upload_bytes, files=1)
    files.no_fields()
    found = picture_search().search(caller().shop, sent)
    return {
        "matches": [
            {**asdict(match), "role": photo.role, "owner": photo.owner} for match, photo in found
        ]
    }


@blueprint.post("")
@roles(*MAY[Action.work])
@blueprint.arguments(BankSchema, location="query")
@blueprint.response(201, ReceivedSchema)
@blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@blueprint.doc(requestBody=files.documented({"source": {"type": "string"}}))
def post_bank_photos(query: dict[str, Any]) -> dict[str, Any]:
    """Keeps pictures of the shop itself: of its listings, or such as are never to be matched."""
    uploads = files.received(settings().max_upload_bytes, query=BankSchema().fields)
    source: str | None = files.fields(SourceSchema())["source"]
    received = photo_intake().of_bank(caller().shop, query["bank"], uploads, source)
    return {"photos": received.photos, "problems": files.told(received.refused)}


@blueprint.get("")
@roles(*MAY[Action.work])
@blueprint.arguments(BankSchema, location="query")
@blueprint.response(200, BankPhotosSchema)
def get_bank_photos(query: dict[str, Any]) -> dict[str, Any]:
    """Pictures of one bank, oldest first, 1,000 at most."""
    return {"photos": banks.of(ports().records, caller().shop, query["bank"])}


@blueprint.delete("/<id:photo_id>")
@roles(*MAY[Action.work])
@blueprint.response(204)
@blueprint.alt_response(404, "NOT_FOUND")
def delete_bank_photo(photo_id: str) -> None:
    """Takes a picture out of its bank; photos of orders and cases are kept (404)."""
    retried(lambda: banks.remove(ports().records, caller().shop, photo_id))


@blueprint.get("/<id:photo_id>")
@roles(*MAY[Action.pack])
@blueprint.response(200, PhotoSchema)
@blueprint.alt_response(404, "NOT_FOUND")
def get_photo(photo_id: str) -> Photo:
    """What is known of one photo."""
    return _photo(photo_id)


@blueprint.get("/<id:photo_id>/original")
@roles(*MAY[Action.pack])
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="image/*")
@blueprint.alt_response(404, "NOT_FOUND")
def get_original(photo_id: str) -> Response:
    """The bytes as they came."""
    found = _photo(photo_id)
    path = original(ports().blobs, found.sha256)
    return files.kept(path, found.sha256, media_type=found.facts.media_type)


@blueprint.get("/<id:photo_id>/thumbnail")
@roles(*MAY[Action.pack])
@blueprint.arguments(ThumbnailSchema, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="image/webp")
@blueprint.alt_response(404, "NOT_FOUND")
def get_thumbnail(query: dict[str, Any], photo_id: str) -> Response:
    """The upright picture, its longer side at most `size` pixels."""
    found = _photo(photo_id)
    path = original(ports().blobs, found.sha256)
    size: int = query["size"]
    name = f"{found.sha256}-{size}.webp"
    made = rendition(name, lambda: ports().vision.thumbnail(path, size))
    return files.kept(made, name, media_type="image/webp")
