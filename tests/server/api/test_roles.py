"""One table says who may do what; every route stands in it, and docs/decisions/access.md agrees."""

import re
from pathlib import Path

import pytest

from returnproof.api.security import marking
from returnproof.domain.access import MAY, Action, Role

PUBLIC = {
    "GET /",
    "GET /api/v1/about",
    "GET /assets/<path:name>",
    "GET /docs",
    "GET /healthz",
    "GET /language/<chosen>",
    "GET /metrics",
    "GET /openapi.json",
    "GET /problems/<slug>",
    "GET /readyz",
    "POST /api/v1/pairings",
    "POST /session",
}
STATION_MAY = {
    "GET /api/v1/me",
    "GET /api/v1/photos/<id:photo_id>",
    "GET /api/v1/photos/<id:photo_id>/original",
    "GET /api/v1/photos/<id:photo_id>/thumbnail",
    "GET /api/v1/shipments",
    "GET /api/v1/shipments/<id:order_id>",
    "POST /api/v1/shipments/<id:order_id>/photos",
    "POST /session/end",
    "PUT /api/v1/shipments/<id:order_id>",
}
OWNER_ALONE = {
    "DELETE /api/v1/tokens/<id:token_id>",
    "GET /api/v1/tokens",
    "POST /api/v1/tokens/codes",
    "POST /codes",
    "POST /devices/<id:token_id>/revoke",
}


def marked(app):
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}", marking(app, rule.endpoint, method)


def test_every_route_says_who_may(app):
    assert [name for name, allowed in marked(app) if allowed is None] == []


def test_the_public_routes_are_exactly_these(app):
    found = {name for name, allowed in marked(app) if allowed == frozenset()}
    assert {name for name in found if not name.startswith("GET /sample")} == PUBLIC


def test_a_station_reaches_only_its_own_work(app):
    assert {name for name, allowed in marked(app) if allowed and Role.station in allowed} == (
        STATION_MAY
    )


def test_devices_are_the_owners_alone(app):
    assert {name for name, allowed in marked(app) if allowed == {Role.owner}} == OWNER_ALONE


def test_every_mark_is_a_row_of_the_table(app):
    rows = {*MAY.values(), frozenset()}
    assert [name for name, allowed in marked(app) if allowed not in rows] == []


def test_a_role_that_may_not_gets_403_and_not_a_hint_of_the_record(app, anyone, key_for, shop):
    staff, station = key_for(shop, Role.staff), key_for(shop, Role.station)
    for name, allowed in marked(app):
        if not allowed:
            continue
        method, rule = name.split()
        address = re.sub(r"<[^>]+>", "some-id", rule)
        for key, role in ((staff, Role.staff), (station, Role.station)):
            if role in allowed:
                continue
            with anyone.open(address, method=method, headers=key.headers) as answer:
                assert answer.status_code == 403, name


def test_a_view_without_a_mark_is_refused(make_app, owner):
    app = make_app()
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten", headers=owner.headers)
    assert answer.status_code == 403
    assert "secret" not in answer.text


@pytest.mark.parametrize("action", Action)
def test_the_decision_record_shows_the_same_table(action):
    text = (Path(__file__).parents[3] / "docs/decisions/access.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| {action} \|.*\|$", text, re.MULTILINE)
    assert row, f"no row for {action}"
    cells = [cell.strip() for cell in row[0].strip("|").split("|")][2:]
    shown = {role for role, cell in zip(Role, cells, strict=True) if cell == "yes"}
    assert shown == MAY[action]
