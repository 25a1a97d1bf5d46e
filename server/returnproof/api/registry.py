"""Every blueprint and every hook of the web half, in one place."""

from flask import Flask
from flask_smorest import Blueprint

from returnproof.api import (
    about,
    headers,
    hosts,
    limits,
    metrics,
    pairings,
    record_ids,
    request_log,
    security,
    tokens,
)
from returnproof.api.wiring import Wiring
from returnproof.services.access import Access


def blueprints() -> tuple[Blueprint, ...]:
    return (about.blueprint, pairings.blueprint, tokens.blueprint, metrics.blueprint)


def install_hooks(app: Flask, wiring: Wiring) -> None:
    """In the order they run: which host, who is asking, how often, and only then what is asked."""
    counts = metrics.Metrics()
    app.extensions[metrics.EXTENSION] = counts
    request_log.install(app, counts)
    headers.install(app)
    hosts.install(app)
    security.install(app, Access(wiring.ports.records))
    security.make_public(app, "api-docs.openapi_json")
    limits.install(app, wiring.ports.volatile_url)
    record_ids.install(app)
