"""One candidate photo against its order's packing photos."""

import hashlib
from typing import Any

from flask import Response, jsonify

from returnproof.api import conditions, files
from returnproof.api.blueprint import Blueprint
from returnproof.api.language import language
from returnproof.api.presenting import present_comparison
from returnproof.api.renditions import rendition
from returnproof.api.schemas.comparisons import ComparisonSchema
from returnproof.api.schemas.figures import FigureQuery, FigureQuerySchema
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports
from returnproof.domain.access import MAY, Action
from returnproof.services import comparisons
from returnproof.services.figures import FIGURE_VERSION, pair_of

blueprint = Blueprint(
    "comparisons", __name__, url_prefix="/api/v1/comparisons", description="Comparisons of photos"
)


@blueprint.get("/<id:comparison_id>")
@roles(*MAY[Action.work])
@blueprint.response(200, ComparisonSchema)
@blueprint.alt_response(404, "NOT_FOUND")
def get_comparison(comparison_id: str) -> Response:
    """Its state, and its result when it is done; poll it with If-None-Match."""
    found = comparisons.get(ports().records, caller().shop, comparison_id)
    response = jsonify(present_comparison(found))
    response.vary.add("Accept-Language")
    return conditions.tagged(response, found, language())


@blueprint.get("/<id:comparison_id>/figure")
@roles(*MAY[Action.work])
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="image/png")
@blueprint.alt_response(404, "NOT_FOUND")
@blueprint.alt_response(409, "CONFLICT")
@blueprint.arguments(FigureQuerySchema, location="query")
def get_figure(asked: FigureQuery, comparison_id: str) -> Response:
    """The best reference and the candidate; 404 while pending, 409 when they cannot be aligned."""
    given, chosen = ports(), language()
    pair = pair_of(given.records, given.blobs, caller().shop, comparison_id)
    shown = f"{pair.reference_sha256} {pair.candidate_sha256} {pair.engine} {chosen}"
    key = f"{shown} {asked.kind} {asked.position:.2f} {FIGURE_VERSION}"
    name = hashlib.sha256(key.encode()).hexdigest() + ".png"
    made = rendition(
        name,
        lambda: given.vision.figure(
            pair.reference,
            pair.candidate,
            language=chosen,
            kind=asked.kind,
            position=asked.position,
        ),
    )
    response = files.kept(made, name, media_type="image/png")
    # The address stays when new packing photos change the figure, so it must be asked again.
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Accept-Language")
    return response


@blueprint.post("/<id:comparison_id>/retry")
@roles(*MAY[Action.work])
@blueprint.response(202, ComparisonSchema)
@blueprint.alt_response(404, "NOT_FOUND")
@blueprint.alt_response(409, "CONFLICT")
def post_retry(comparison_id: str) -> dict[str, Any]:
    """Puts a comparison that was set aside back to work."""
    given = ports()
    return present_comparison(
        comparisons.retry(given.records, given.queue, caller().shop, comparison_id)
    )
