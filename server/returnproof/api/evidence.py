"""What is kept besides photos: page archives, facts, raw JSON, screenshots, videos, files."""

from typing import Any

from flask import Response, request

from returnproof.api import files
from returnproof.api.blueprint import Blueprint
from returnproof.api.intake import evidence_intake
from returnproof.api.schemas.evidence import EvidenceKeptSchema, EvidenceListSchema, OriginSchema
from returnproof.api.schemas.provenance import DOC as PROVENANCE
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports, settings
from returnproof.domain.access import MAY, Action
from returnproof.domain.evidence import EvidenceKind
from returnproof.services import evidence
from returnproof.services.evidence import Origin
from returnproof.services.originals import original

blueprint = Blueprint("evidence", __name__, url_prefix="/api/v1", description="Kept evidence")

_FIELDS = {
    "kind": {"type": "string", "enum": [kind.value for kind in EvidenceKind]},
    "source": {"type": "string", "description": "The address it came from; never fetched"},
    "taken": {"type": "string", "format": "date-time"},
    "provenance": PROVENANCE,
}


@blueprint.post("/cases/<id:refund_id>/evidence")
@roles(*MAY[Action.work])
@blueprint.response(201, EvidenceKeptSchema)
@blueprint.alt_response(404, "NOT_FOUND")
@blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@blueprint.doc(requestBody=files.documented(_FIELDS))
def post_evidence(refund_id: str) -> dict[str, Any]:
    """Keeps files of a registered case byte for byte; the same bytes of a kind are kept once."""
    uploads = files.received(settings().max_evidence_bytes)
    origin = Origin(**files.fields(OriginSchema()))
    found = evidence_intake().keep(caller().shop, refund_id, origin, uploads)
    return {"evidence": found.evidence, "problems": files.told(found.refused)}


@blueprint.get("/cases/<id:refund_id>/evidence")
@roles(*MAY[Action.work])
@blueprint.response(200, EvidenceListSchema)
@blueprint.alt_response(404, "NOT_FOUND")
def list_evidence(refund_id: str) -> dict[str, Any]:
    """What is kept of a case, in the order it was kept."""
    return {"evidence": evidence.of_case(ports().records, caller().shop, refund_id)}


@blueprint.get("/evidence/<id:evidence_id>/original")
@roles(*MAY[Action.work])
@blueprint.response(
    200, {"type": "string", "format": "binary"}, content_type="application/octet-stream"
)
@blueprint.alt_response(404, "NOT_FOUND")
def get_evidence_original(evidence_id: str) -> Response:
    """The bytes as they came, as a download; each opening is recorded."""
    given, who = ports(), caller()
    if request.method == "HEAD":
        found = evidence.get(given.records, who.shop, evidence_id)
    else:
        found = evidence.open_original(given.records, who.shop, evidence_id, by=who.token_id)
    path = original(given.blobs, found.sha256)
    # Never with a type a browser would run: a page archive is somebody else's page.
    response = files.kept(
        path, found.sha256, media_type="application/octet-stream", name=found.name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
