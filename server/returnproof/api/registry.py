"""Every blueprint and every hook of the web half, in one place."""

from flask import Flask

from returnproof.api import (
    about,
    annotations,
    assessments,
    cases,
    comparisons,
    docs_page,
    events,
    evidence,
    headers,
    health,
    hosts,
    limits,
    metrics,
    packs,
    pages,
    pairings,
    photos,
    platforms,
    record_ids,
    request_log,
    sample_pages,
    security,
    shipments,
    tokens,
)
from returnproof.api.blueprint import Blueprint
from returnproof.api.standings import Standings
from returnproof.api.wiring import Wiring
from returnproof.services.access import Access
from returnproof.services.events import Hub


def blueprints() -> tuple[Blueprint, ...]:
    return (
        about.blueprint,
        shipments.blueprint,
        cases.blueprint,
        photos.blueprint,
        assessments.blueprint,
        comparisons.blueprint,
        evidence.blueprint,
        packs.blueprint,
        pairings.blueprint,
        tokens.blueprint,
        platforms.blueprint,
        events.blueprint,
        annotations.blueprint,
        health.blueprint,
        metrics.blueprint,
    )


def install_hooks(app: Flask, wiring: Wiring) -> None:
    """In the order they run: which host, who is asking, how often, and only then what is asked."""
    counts = metrics.Metrics()
    app.extensions[metrics.EXTENSION] = counts
    request_log.install(app, counts)
    headers.install(app)
    hosts.install(app)
    access = Access(wiring.ports.records)
    security.install(app, access)
    security.make_public(app, "api-docs.openapi_json")
    limits.install(app, wiring.ports.volatile_url)
    app.extensions[events.EXTENSION] = Hub(wiring.ports.records, access.alive)
    watch = health.Watch(wiring.ports.health)
    app.extensions[health.EXTENSION] = watch
    counts.registry.register(Standings(watch.standing))
    record_ids.install(app)


def install_pages(app: Flask, wiring: Wiring) -> None:
    """What people see in a browser: no part of the API and not in its document."""
    app.register_blueprint(pages.pages)
    app.register_blueprint(docs_page.docs)
    if wiring.settings.sample:
        app.register_blueprint(sample_pages.blueprint)
