"""`GET /api/v1/events`: server-sent events of the caller's shop, ids only."""

import json
import queue
import socket
from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Response, current_app, request

from returnproof.api.blueprint import Blueprint
from returnproof.api.metrics import metrics
from returnproof.api.security import caller, roles
from returnproof.domain.access import MAY, Action
from returnproof.services.events import Gone, Hub, Listener, never
from returnproof.services.records import StoredEvent

EXTENSION: Final = "returnproof.events"
SILENCE_SECONDS: Final = 15.0
# How long a client waits before it connects again.
RETRY_MS: Final = 3000

blueprint = Blueprint("events", __name__, url_prefix="/api/v1", description="What changed")


def hub() -> Hub:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Hub)
    return found


@blueprint.get("/events")
@roles(*MAY[Action.work])
@blueprint.doc(
    parameters=[{"name": "Last-Event-ID", "in": "header", "schema": {"type": "string"}}],
    responses={"200": {"description": "A stream", "content": {"text/event-stream": {}}}},
)
@blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
def get_events() -> Response:
    """Streams the shop's changes; resumes behind Last-Event-ID, or says `reset` if it cannot."""
    who, streams = caller(), hub()
    listener = streams.open(who.shop, who.token_id, _gone_of(request.environ))
    gauge = metrics().streams
    gauge.set(len(streams))

    def leave() -> None:
        streams.leave(listener)
        gauge.set(len(streams))

    last_seen = request.headers.get("Last-Event-ID")
    try:
        missed = None if last_seen is None else streams.missed(listener, last_seen)
    except BaseException:
        leave()
        raise
    opening = "ready" if last_seen is None or missed is not None else "reset"
    body = _stream(listener, opening, missed or iter(()))
    response = Response(body, content_type="text/event-stream")
    # Also when the client went before the first byte, so that the generator never ran.
    response.call_on_close(leave)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _gone_of(environ: Mapping[str, Any]) -> Gone:
    """Looks whether the client closed its connection, where the WSGI server shows it."""
    connection = environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return never

    def gone() -> bool:
        try:
            return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    return gone


def _stream(listener: Listener, opening: str, missed: Iterator[StoredEvent]) -> Iterator[str]:
    """Ends with the listener. `opening` carries an id, so that a client cut off at once resumes."""
    yield f"retry: {RETRY_MS}\n"
    yield from map(_event, missed)
    yield _event(StoredEvent(listener.start, opening))
    while True:
        try:
            found = listener.next(SILENCE_SECONDS)
        except queue.Empty:
            yield ": still here\n\n"
            continue
        if found is None:
            return
        yield _event(found)


def _event(event: StoredEvent) -> str:
    data = json.dumps(dict(event.data), separators=(",", ":"))
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n"
