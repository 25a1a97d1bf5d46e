"""/healthz and /readyz: is this process alive, and can it keep what it is given."""

import threading
import time
from dataclasses import asdict
from typing import Any, Final

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from returnproof.api import security
from returnproof.api.blueprint import Blueprint
from returnproof.api.metrics import is_operator
from returnproof.domain.errors import DomainError, StorageUnavailable
from returnproof.services.ports import Health, Standing

EXTENSION: Final = "returnproof.health"
# Anybody may ask, so asking often must cost nothing.
_FRESH_SECONDS: Final = 1.0

blueprint = Blueprint("health", __name__, description="For the operator")


class Watch:
    """Reads how the parts stand at most once a second, whoever asks."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._lock = threading.Lock()
        self._read: tuple[float, Standing | None] = (0.0, None)

    def standing(self) -> Standing | None:
        """None while the records do not answer."""
        with self._lock:
            at, found = self._read
            if at and time.monotonic() - at < _FRESH_SECONDS:
                return found
            try:
                found = self._health.read()
            except (DomainError, OSError):
                found = None
            self._read = (time.monotonic(), found)
            return found


def watch() -> Watch:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Watch)
    return found


@blueprint.get("/healthz")
@security.public
@blueprint.doc(security=[])
def get_healthz() -> ResponseReturnValue:
    """Answers as long as the process does; nothing else is looked at."""
    return jsonify({"status": "alive"})


@blueprint.get("/readyz")
@security.public
@blueprint.doc(security=[{}, {"token": []}])
@blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
def get_readyz() -> ResponseReturnValue:
    """Whether records can be read and written, which promise of durability holds, and the rest.

    Strangers learn only whether; the parts are for this machine and for owners.
    """
    found = watch().standing()
    if found is None:
        raise StorageUnavailable
    body: dict[str, Any] = {"status": "ready", "writable": found.free >= found.floor}
    if is_operator():
        body |= _details(found)
    return jsonify(body)


def _details(found: Standing) -> dict[str, Any]:
    parts = asdict(found)
    return {
        "promise": {key: parts[key] for key in ("durability", "kept", "replicated", "cluster")},
        "redis_version": found.redis_version,
        "schema": found.schema,
        "free_bytes": found.free,
        "floor_bytes": found.floor,
        "queue": parts["queue"],
    }
