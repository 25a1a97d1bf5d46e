"""What was packed for an order, and the photos taken of it."""

from typing import Any

from flask import Response, jsonify

from returnproof.api import conditions, files, paging
from returnproof.api.addresses import absolute
from returnproof.api.blueprint import Blueprint
from returnproof.api.intake import photo_intake
from returnproof.api.presenting import present_one, present_shipments
from returnproof.api.schemas.photos import ReceivedSchema, SourceSchema
from returnproof.api.schemas.shipments import (
    ShipmentQuerySchema,
    ShipmentSchema,
    ShipmentsSchema,
)
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports, settings
from returnproof.domain.access import MAY, Action
from returnproof.services import shipments

blueprint = Blueprint(
    "shipments", __name__, url_prefix="/api/v1", description="What was packed for an order"
)


@blueprint.get("/shipments")
@roles(*MAY[Action.pack])
@blueprint.arguments(ShipmentQuerySchema, location="query")
@blueprint.response(200, ShipmentsSchema)
def list_shipments(query: dict[str, Any]) -> Response:
    """Shipments, latest change first, or those of one waybill."""
    found = shipments.page(
        ports().records, caller().shop, paging.query_of(query), waybill=query.get("waybill")
    )
    rows = present_shipments(found.records)
    body = jsonify({"shipments": rows, "next": found.next, "total": found.total})
    return paging.linked(body, found)


@blueprint.get("/shipments/<id:order_id>")
@roles(*MAY[Action.pack])
@blueprint.response(200, ShipmentSchema)
@blueprint.alt_response(404, "NOT_FOUND")
def get_shipment(order_id: str) -> Response:
    """One shipment with its packing photos."""
    found = shipments.get(ports().records, caller().shop, order_id)
    return conditions.tagged(jsonify(present_one(found)), found)


@blueprint.put("/shipments/<id:order_id>")
@roles(*MAY[Action.pack])
@blueprint.arguments(ShipmentSchema)
@blueprint.response(200, ShipmentSchema)
@blueprint.alt_response(201, schema=ShipmentSchema, success=True)
@blueprint.alt_response(412, "PRECONDITION_FAILED")
@blueprint.doc(parameters=conditions.WRITING_HEADERS)
def put_shipment(changes: dict[str, Any], order_id: str) -> tuple[Response, int]:
    """Registers a shipment or merges into it: absent keeps, null clears."""
    found, new = shipments.put(
        ports().records,
        ports().queue,
        caller().shop,
        order_id,
        changes,
        precondition=conditions.precondition(),
    )
    response = conditions.tagged(jsonify(present_one(found)), found)
    response.headers["Location"] = absolute("shipments.get_shipment", order_id=order_id)
    return response, 201 if new else 200


@blueprint.post("/shipments/<id:order_id>/photos")
@roles(*MAY[Action.pack])
@blueprint.response(201, ReceivedSchema)
@blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@blueprint.doc(requestBody=files.documented({"source": {"type": "string"}}))
def post_packing_photos(order_id: str) -> dict[str, Any]:
    """Keeps packing photos; the shipment comes to be with the first one.

    The same bytes again are the same photo. A bad file is named in `problems` and undoes nothing;
    only when no file is good the answer is a problem itself.
    """
    uploads = files.received(settings().max_upload_bytes)
    source: str | None = files.fields(SourceSchema())["source"]
    received = photo_intake().packing(caller().shop, order_id, uploads, source)
    return {"photos": received.photos, "problems": files.told(received.refused)}
