"""Assessments: what follows from everything kept of a case, in the caller's language."""

import hashlib
from functools import lru_cache
from typing import Any, Final

import msgspec
from flask import Response, current_app, jsonify, request

from returnproof.api.blueprint import Blueprint
from returnproof.api.language import language
from returnproof.api.schemas.assessments import AskedSchema, AssessmentSchema, BriefsSchema
from returnproof.api.schemas.statements import StatementQuerySchema, StatementSchema
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports
from returnproof.domain.access import MAY, Action
from returnproof.domain.statement import Form
from returnproof.services import assessment_texts, assessments, statements
from returnproof.services.ports import Json

blueprint = Blueprint(
    "assessments", __name__, url_prefix="/api/v1/cases", description="Assessments of cases"
)

# About 10 kB each: the cases a shop works on in one sitting.
_RENDERED: Final = 1024


@blueprint.get("/<id:refund_id>/assessment")
@roles(*MAY[Action.work])
@blueprint.response(200, AssessmentSchema)
@blueprint.alt_response(404, "NOT_FOUND")
def get_assessment(refund_id: str) -> Response:
    """Level, signals, comparisons, checklist and next step; poll it with If-None-Match."""
    records, shop = ports().records, caller().shop
    # One read of the store when nothing changed: a page with fifty records asks fifty times.
    kept = records.cached_assessment(shop, [refund_id])[0]
    rendered = _rendered(kept, language()) if kept is not None else None
    if rendered is None:
        made = assessments.get(records, shop, refund_id)
        rendered = _render(made, language())
    body, tag = rendered
    response = current_app.response_class(body, mimetype="application/json")
    response.set_etag(tag)
    response.vary.add("Accept-Language")
    response.headers["Content-Language"] = language()
    response.make_conditional(request)
    return response


@lru_cache(maxsize=_RENDERED)
def _rendered(kept: bytes, chosen: str) -> tuple[bytes, str] | None:
    """The same document in the same language is the same answer, so it is made once.

    None for a document that was made by other rules than ours.
    """
    document = msgspec.json.decode(kept)
    if document["model_version"] != assessments.rulebook().version:
        return None
    return _render(document, chosen)


def _render(document: Json, chosen: str) -> tuple[bytes, str]:
    """The answer's bytes and its ETag."""
    body = msgspec.json.encode(assessment_texts.present(document, chosen))
    return body, hashlib.sha256(body).hexdigest()[:32]


@blueprint.get("/<id:refund_id>/statement")
@roles(*MAY[Action.work])
@blueprint.arguments(StatementQuerySchema, location="query")
@blueprint.response(200, StatementSchema)
@blueprint.alt_response(404, "NOT_FOUND")
def get_statement(query: dict[str, Any], refund_id: str) -> statements.Statement:
    """A draft for one of the platform's forms, at most `longest` characters, and its pictures."""
    form, longest = Form(query["form"]), query["longest"]
    return statements.compose(
        ports().records, caller().shop, refund_id, form, longest=longest, language=language()
    )


@blueprint.post("/assessments")
@roles(*MAY[Action.work])
@blueprint.arguments(AskedSchema)
@blueprint.response(200, BriefsSchema)
def post_assessments(asked: dict[str, Any]) -> Response:
    """In brief for up to 200 refund ids at once; unknown ones have the level `unknown`."""
    wanted: list[str] = asked["refund_ids"]
    found = assessments.get_many(ports().records, caller().shop, wanted)
    briefs = [
        assessment_texts.brief(document or assessments.unknown_case(refund_id), language())
        for refund_id, document in zip(wanted, found, strict=True)
    ]
    response = jsonify({"assessments": briefs})
    response.vary.add("Accept-Language")
    response.headers["Content-Language"] = language()
    return response
