"""Every blueprint and every hook of the web half, in one place."""

from flask import Flask
from flask_smorest import Blueprint

from returnproof.api import about, hosts, record_ids, security
from returnproof.api.wiring import Wiring
from returnproof.services.access import Access


def blueprints() -> tuple[Blueprint, ...]:
    return (about.blueprint,)


def install_hooks(app: Flask, wiring: Wiring) -> None:
    """In the order they run: which host, who is asking, and only then what is asked."""
    hosts.install(app)
    security.install(app, Access(wiring.ports.records))
    security.make_public(app, "api-docs.openapi_json")
    record_ids.install(app)
