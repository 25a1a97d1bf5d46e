"""After-sales cases and the photos buyers and inspectors gave."""

from typing import Any

from flask import Response, jsonify

from returnproof.api import conditions, files, paging
from returnproof.api.addresses import absolute
from returnproof.api.blueprint import Blueprint
from returnproof.api.intake import photo_intake
from returnproof.api.presenting import present_cases, present_one
from returnproof.api.schemas.cases import CaseQuerySchema, CaseSchema, CasesSchema
from returnproof.api.schemas.photos import ClaimSchema, ReceivedSchema, RoleSchema
from returnproof.api.schemas.provenance import DOC as PROVENANCE
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports, settings
from returnproof.domain.access import MAY, Action
from returnproof.domain.errors import Invalid
from returnproof.services import cases
from returnproof.services.records import Index

blueprint = Blueprint("cases", __name__, url_prefix="/api/v1", description="After-sales cases")

_FILTERS = {
    "order_id": Index.case_order,
    "buyer": Index.case_buyer,
    "return_waybill": Index.case_waybill,
}


@blueprint.get("/cases")
@roles(*MAY[Action.work])
@blueprint.arguments(CaseQuerySchema, location="query")
@blueprint.response(200, CasesSchema)
def list_cases(query: dict[str, Any]) -> Response:
    """Cases by deadline (those that have one) or latest change, or those that match one filter."""
    found = cases.page(
        ports().records,
        caller().shop,
        paging.query_of(query),
        sort=query["sort"],
        chosen=_chosen(query),
    )
    rows = present_cases(found.records)
    body = jsonify({"cases": rows, "next": found.next, "total": found.total})
    return paging.linked(body, found)


def _chosen(query: dict[str, Any]) -> tuple[Index, str] | None:
    named = [name for name in _FILTERS if name in query]
    if len(named) > 1:
        raise Invalid(errors={name: ["one"] for name in named})
    return (_FILTERS[named[0]], query[named[0]]) if named else None


@blueprint.get("/cases/<id:refund_id>")
@roles(*MAY[Action.work])
@blueprint.response(200, CaseSchema)
@blueprint.alt_response(404, "NOT_FOUND")
def get_case(refund_id: str) -> Response:
    """One case with its photos and the ids of its evidence."""
    found = cases.get(ports().records, caller().shop, refund_id)
    return conditions.tagged(jsonify(present_one(found)), found)


@blueprint.put("/cases/<id:refund_id>")
@roles(*MAY[Action.work])
@blueprint.arguments(CaseSchema)
@blueprint.response(200, CaseSchema)
@blueprint.alt_response(201, schema=CaseSchema, success=True)
@blueprint.alt_response(412, "PRECONDITION_FAILED")
@blueprint.doc(parameters=conditions.WRITING_HEADERS)
def put_case(changes: dict[str, Any], refund_id: str) -> tuple[Response, int]:
    """Registers a case or merges into it: absent keeps, null clears."""
    given = ports()
    found, new = cases.put(
        given.records,
        given.queue,
        caller().shop,
        refund_id,
        changes,
        precondition=conditions.precondition(),
    )
    response = conditions.tagged(jsonify(present_one(found)), found)
    response.headers["Location"] = absolute("cases.get_case", refund_id=refund_id)
    return response, 201 if new else 200


@blueprint.post("/cases/<id:refund_id>/photos")
@roles(*MAY[Action.work])
@blueprint.arguments(RoleSchema, location="query")
@blueprint.response(201, ReceivedSchema)
@blueprint.alt_response(404, "NOT_FOUND")
@blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@blueprint.doc(
    requestBody=files.documented({"source": {"type": "string"}, "provenance": PROVENANCE})
)
def post_case_photos(query: dict[str, Any], refund_id: str) -> dict[str, Any]:
    """Keeps photos of a case that is registered already (404 otherwise).

    The same bytes in the same role again are the same photo; in another role, another one over
    the same bytes. A bad file is named in `problems` and undoes nothing; only when no file is good
    the answer is a problem itself. `source` is where the files came from,
    `provenance` how; neither is ever fetched or acted upon.
    """
    uploads = files.received(settings().max_upload_bytes, query=RoleSchema().fields)
    told = files.fields(ClaimSchema())
    received = photo_intake().of_case(caller().shop, refund_id, query["role"], uploads, **told)
    return {"photos": received.photos, "problems": files.told(received.refused)}
