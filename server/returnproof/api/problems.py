"""The only place where an error becomes HTTP: RFC 9457 problem+json in the caller's language."""

import errno
import logging
import traceback
import uuid
from collections.abc import Iterator
from typing import Any, Final

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from returnproof import contract
from returnproof.api.addresses import base_url
from returnproof.api.language import language
from returnproof.domain.errors import DomainError, StorageFull
from returnproof.services.problem_texts import detail_key, field_errors
from returnproof.services.uploads import NothingGood

MEDIA_TYPE: Final = "application/problem+json"
_LOG = logging.getLogger("returnproof.problems")
_SERVER_ERROR = 500
# Statuses that the web layer itself answers with, by the slug of their page.
_HTTP_TYPES: Final = {
    400: "malformed",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    412: "version-conflict",
    413: "too-large",
    415: "unsupported-media",
    416: "range-not-satisfiable",
    422: "invalid",
    429: "too-many-requests",
}

# The web layer looks at a body's declared type, never at a picture.
_REASONS: Final = {415: "body"}


def install(app: Flask) -> None:
    app.register_error_handler(DomainError, from_domain)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, from_unknown)


def describe(error: DomainError) -> dict[str, Any]:
    """Type, title, status, detail and members of one error, without an instance."""
    return _body(error.type, error.status, error.detail, error.members)


def from_domain(error: DomainError) -> Response:
    if isinstance(error, NothingGood):
        files = [{"name": each.name, **describe(each.error)} for each in error.refused]
        return _answer({**describe(error.refused[0].error), "problems": files}, None)
    return _answer(describe(error), error if error.status >= _SERVER_ERROR else None)


def from_http(error: HTTPException) -> Response:
    """What Flask, Werkzeug and webargs raise. Redirects and ready responses pass as they are."""
    if error.response is not None or error.code is None or error.code < 400:  # noqa: PLR2004 - HTTP
        return current_app.make_response(error.get_response())
    data: dict[str, Any] = getattr(error, "data", None) or {}
    messages = data.get("messages")
    members = {"errors": _by_field(messages)} if isinstance(messages, dict) else {}
    slug = _HTTP_TYPES.get(error.code, "internal" if error.code >= _SERVER_ERROR else "malformed")
    cause = error if error.code >= _SERVER_ERROR else None
    response = _answer(_body(slug, error.code, _REASONS.get(error.code, ""), members), cause)
    for name, value in error.get_headers():
        if name in {"Allow", "WWW-Authenticate", "Retry-After", "Content-Range"}:
            response.headers[name] = value
    return response


def from_unknown(error: Exception) -> Response:
    """500 without internals; a disk that ran full under a temporary file is no bug of ours."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return from_domain(StorageFull())
    return _answer(_body(DomainError.type, DomainError.status, "", {}), error)


def _by_field(messages: dict[Any, Any]) -> dict[str, Any]:
    """Webargs puts the location around the fields; the caller knows where it put them."""
    errors: dict[str, Any] = {}
    for found in messages.values():
        if isinstance(found, dict):
            errors.update(found)
        elif found:
            errors["_body"] = found
    return errors


def _body(slug: str, status: int, reason: str, members: dict[str, Any]) -> dict[str, Any]:
    chosen = language()
    detail = detail_key(slug, reason, members)
    body = {
        "type": f"{base_url()}/problems/{slug}",
        "title": contract.text(f"problem.{slug}.title", chosen),
        "status": status,
        "detail": contract.text(detail, chosen, **members),
        **members,
    }
    if isinstance(members.get("errors"), dict):
        body["errors"] = list(_field_errors(members["errors"], chosen))
    return body


def _field_errors(errors: dict[Any, Any], chosen: str) -> Iterator[dict[str, str]]:
    """As they stand in a problem's `errors`."""
    for field, code, words in field_errors(errors, chosen):
        yield {"field": field[:200], "code": code, "text": words}


def _answer(body: dict[str, Any], cause: BaseException | None) -> Response:
    instance = uuid.uuid4().urn
    body["instance"] = instance
    status: int = body["status"]
    _LOG.log(
        logging.ERROR if cause is not None else logging.INFO,
        "problem %s %s %s %s instance=%s%s",
        status,
        body["type"].rsplit("/", 1)[-1],
        request.method,
        request.url_rule.rule if request.url_rule else "-",
        instance,
        _trace(cause),
    )
    response = current_app.response_class(
        current_app.json.dumps(body), status=status, mimetype=MEDIA_TYPE
    )
    response.headers["Content-Language"] = language()
    response.vary.add("Accept-Language")
    if "retry_after" in body:
        response.headers["Retry-After"] = str(body["retry_after"])
    return response


def _trace(cause: BaseException | None) -> str:
    """Classes and places, never messages: those may quote what a buyer wrote."""
    parts: list[str] = []
    while cause is not None:
        frames = "".join(traceback.format_tb(cause.__traceback__))
        parts.append(f"{type(cause).__module__}.{type(cause).__qualname__}\n{frames}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(("", *parts))
