"""Requests that gunicorn refuses before there is an application: also told as problem+json."""

import json
import uuid
from http import HTTPStatus
from typing import Any, Final

from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from returnproof import contract

_STATUS: Final = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}
# What the application answered with, and what gunicorn was told to do.
_OURS: Final = (
    errors.InvalidResponseHeader,
    errors.InvalidResponseHeaderName,
    errors.ConfigurationProblem,
)
_DETAILS: Final = {
    HTTPStatus.REQUEST_URI_TOO_LONG: "address",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "headers",
}


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gthread; neither its answer nor its log quotes a request that it could not read."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        del req, addr
        status = status_of(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("a request failed outside of the application", exc_info=exc)
        else:
            self.log.info("a request was refused unread: %s", type(exc).__name__)
        try:
            write_nonblock(client, answer(status, self.app.own_url()))
        except OSError:
            self.log.debug("the client of a refused request is gone")


def status_of(error: BaseException) -> HTTPStatus:
    if not isinstance(error, errors.ParseException) or isinstance(error, _OURS):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return _STATUS.get(type(error), HTTPStatus.BAD_REQUEST)


def answer(status: HTTPStatus, base_url: str) -> bytes:
    """The whole HTTP response. In both languages: which one is wanted could not be read."""
    is_ours = status is HTTPStatus.INTERNAL_SERVER_ERROR
    slug = "internal" if is_ours else "malformed"
    part = "detail" if is_ours else _DETAILS.get(status, "http")
    body = {
        "type": f"{base_url}/problems/{slug}",
        "title": _both(f"problem.{slug}.title"),
        "status": status.value,
        "detail": _both(f"problem.{slug}.{part}"),
        "instance": uuid.uuid4().urn,
    }
    encoded = json.dumps(body, ensure_ascii=False).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        "Content-Type: application/problem+json",
        f"Content-Length: {len(encoded)}",
        "X-Content-Type-Options: nosniff",
        f"{contract.HEADER}: {contract.VERSION}",
    )
    return "\r\n".join((*head, "", "")).encode("ascii") + encoded


def _both(key: str) -> str:
    return " · ".join(contract.text(key, language) for language in contract.LANGUAGES)
