"""One line and one measurement per request: its route, never its path, ids or query."""

import re
import time
import uuid
from typing import Final

import structlog
from flask import Flask, Response, g, request

from returnproof.api.metrics import Metrics

HEADER: Final = "X-Request-ID"
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Asked for every few seconds by machines; their lines would bury the others.
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
_LOG = structlog.stdlib.get_logger("returnproof.request")


def install(app: Flask, metrics: Metrics) -> None:
    """The first hook, so that refused requests are counted and named too."""

    def begin() -> None:
        g.started = time.perf_counter()
        sent = request.headers.get(HEADER, "")
        g.request_id = sent if _SAFE_ID.fullmatch(sent) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    def finish(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        rule = request.url_rule.rule if request.url_rule else "-"
        response.headers[HEADER] = g.get("request_id", "")
        metrics.observe(request.method, rule, response.status_code, seconds)
        if rule not in _QUIET:
            _LOG.info(
                "request",
                method=request.method,
                route=rule,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        return response

    app.before_request(begin)
    app.after_request(finish)
