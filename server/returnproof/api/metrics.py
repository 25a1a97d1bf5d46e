"""/metrics for Prometheus: counts and times by route, no ids; for loopback and owners only."""

from typing import Final

from flask import Response, current_app, request
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from returnproof.api import authorities, limits, security
from returnproof.api.blueprint import Blueprint
from returnproof.domain.access import MAY, Action
from returnproof.domain.errors import Forbidden

EXTENSION: Final = "returnproof.metrics"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

blueprint = Blueprint("metrics", __name__, description="For the operator")


class Metrics:
    """What one web process counts of itself."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._seconds = Histogram(
            "returnproof_request_seconds",
            "Time until the answer's headers",
            labels,
            registry=self.registry,
            buckets=_SECONDS,
        )
        self.streams = Gauge(
            "returnproof_event_streams", "Open event streams", registry=self.registry
        )
        self.limiter_store_up = Gauge(
            "returnproof_limiter_store_up",
            "0 while requests are counted in memory only",
            registry=self.registry,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route` is a rule of the URL map, so that the number of series is bounded."""
        method = method if method in _METHODS else "other"
        self._seconds.labels(method, route, str(status)).observe(seconds)


def metrics() -> Metrics:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Metrics)
    return found


def is_local() -> bool:
    """Asked for on this very machine, and not through a proxy on it."""
    given = authorities.read_authority(request.host)
    proxied = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "Via"))
    return (
        not proxied
        and given is not None
        and authorities.is_loopback(given.host)
        and authorities.is_loopback(request.remote_addr or "")
    )


def is_operator() -> bool:
    """Somebody on this machine, or an owner anywhere."""
    found = security.optional_caller()
    return is_local() or (found is not None and found.role in MAY[Action.administer])


@blueprint.get("/metrics")
@security.public
@blueprint.doc(security=[{}, {"token": []}])
def get_metrics() -> Response:
    """Prometheus text; for this machine, or with an owner's token."""
    if not is_operator():
        raise Forbidden
    current = metrics()
    current.limiter_store_up.set(limits.limits().is_store_up())
    return Response(generate_latest(current.registry), content_type=CONTENT_TYPE_LATEST)
