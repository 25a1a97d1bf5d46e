"""ETags of records, and the conditions callers put on reading and writing them."""

from typing import Any

from flask import Response, request

from returnproof.domain.errors import StaleWrite
from returnproof.services.writing import Precondition

_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "Apply only to the version with this ETag; 412 otherwise",
}
_IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "Apply only when there is none yet (*)",
}
WRITING_HEADERS = [_IF_MATCH, _IF_NONE_MATCH]


def etag_of(record: Any) -> str:
    """Without quotes. The time tells a record from one that was removed and made again."""
    return f"{record.version}-{record.updated}"


def precondition() -> Precondition:
    """What If-Match and If-None-Match ask of the record that is about to be changed."""
    wanted, unwanted = request.if_match, request.if_none_match
    has_wanted, has_unwanted = "If-Match" in request.headers, "If-None-Match" in request.headers

    def check(record: Any | None) -> None:
        tag = None if record is None else etag_of(record)
        if has_wanted and (tag is None or not (wanted.star_tag or wanted.contains(tag))):
            raise StaleWrite
        if has_unwanted and tag is not None and (unwanted.star_tag or unwanted.contains_weak(tag)):
            raise StaleWrite

    return check


def tagged(response: Response, record: Any, variant: str = "") -> Response:
    """The answer with its ETag; 304 for who has it already.

    `variant` tells apart what the same record looks like in several languages.
    """
    response.set_etag(etag_of(record) + variant)
    if request.method in {"GET", "HEAD"}:
        response.make_conditional(request)
    return response
