"""A shop never sees another shop's anything: every route of the app is tried, none is forgotten."""

import io
import json

import pytest
from tests.server.pictures import encoded, jpeg, scene, upload

from returnproof.domain.comparison import Comparison
from returnproof.services.comparing import Comparing
from returnproof.services.records import Index

# Routes that name no record; what they answer is looked through for the other shop's traces.
NOTE = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "type": "Annotation",
    "body": {"type": "TextualBody", "value": "secret-note"},
    "target": "http://localhost/api/v1/cases/theirs-r",
}
KIND = {"/api/v1/cases/<id:refund_id>/evidence": {"kind": "file"}}
QUERY = {"/api/v1/cases/<id:refund_id>/statement": {"form": "reject"}}
STREAMS = {"/api/v1/events"}


@pytest.fixture
def theirs(app, key_for, other_shop, ports, store):
    """A shop with one of everything, and the ids of it all."""
    key = key_for(other_shop)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key.bearer}"
    client.put("/api/v1/shipments/theirs-o", json={"waybill": "theirs-w", "weight_g": 1})
    client.put("/api/v1/cases/theirs-r", json={"order_id": "theirs-o", "reason": "theirs-secret"})
    packing = upload(client, "/api/v1/shipments/theirs-o/photos", jpeg(1)).json["photos"][0]
    upload(client, "/api/v1/cases/theirs-r/photos", encoded(scene(1).rotate(2)))
    evidence = upload(client, "/api/v1/cases/theirs-r/evidence", b"theirs-bytes", kind="file").json[
        "evidence"
    ][0]
    (comparison,) = store.records.find(other_shop, Index.comparison_case, "theirs-r")
    Comparing(ports.records, ports.blobs, ports.vision).run(other_shop, comparison)
    assert store.records.get(other_shop, Comparison, comparison).result is not None
    note = client.post("/annotations/", data=json.dumps(NOTE), content_type=JSON_LD)
    pack = client.post("/api/v1/cases/theirs-r/packs")
    return {
        "order_id": "theirs-o",
        "refund_id": "theirs-r",
        "photo_id": packing["id"],
        "comparison_id": comparison,
        "evidence_id": evidence["id"],
        "token_id": key.id,
        "annotation_id": note.headers["Location"].rsplit("/", 1)[-1],
        "pack_id": pack.json["id"],
    }


JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
# A change of an id of another shop makes a record of one's own; reading it must still be empty.
CREATES = {("PUT", "order_id"), ("PUT", "refund_id")}


def routes(app):
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule, method


def test_no_route_with_an_id_reaches_another_shops_record(app, client, theirs):
    tried = 0
    for rule, method in routes(app):
        named = sorted(rule.arguments & theirs.keys())
        if not named:
            continue
        unknown = rule.arguments - theirs.keys()
        assert not unknown, f"teach this test the id of {rule.rule}"
        address = rule.rule
        for name in named:
            converter = next(part for part in address.split("/") if part.endswith(f"{name}>"))
            address = address.replace(converter, theirs[name])
        body = (
            {"data": {"file": (io.BytesIO(jpeg(1)), "x.jpg"), **KIND.get(rule.rule, {})}}
            if method == "POST"
            else {}
        )
        if method == "PUT":
            body = {"json": {}, "headers": {"If-Match": "*"}}
        query = QUERY.get(rule.rule)
        with client.open(address, method=method, query_string=query, **body) as answer:
            told = answer.get_data(as_text=True)
        if rule.rule.endswith("shipments/<id:order_id>/photos"):
            # One's own order may have the same id; it holds only what was just sent.
            assert answer.status_code == 201
            continue
        assert answer.status_code in {404, 412, 428}, (method, address, answer.status_code)
        assert "theirs-secret" not in told
        tried += 1
    assert tried >= 15


def test_no_list_shows_another_shops_record(app, client, theirs):
    client.post("/api/v1/cases/assessments", json={"refund_ids": ["theirs-r"]})
    for rule, method in routes(app):
        if rule.arguments or method != "GET" or rule.rule in STREAMS:
            continue
        with client.get(rule.rule) as answer:
            told = answer.get_data(as_text=True)
        assert answer.status_code < 500, rule.rule
        for value in (*theirs.values(), "theirs-secret", "secret-note"):
            assert value not in told, (rule.rule, value)


def test_filters_and_searches_stay_in_the_shop(client, theirs):
    for address in (
        "/api/v1/cases?order_id=theirs-o",
        "/api/v1/shipments?waybill=theirs-w",
        "/annotations/?subject=theirs-r",
    ):
        assert "theirs-" not in client.get(address).get_data(as_text=True).replace(
            "subject=theirs-r", ""
        )
    briefs = client.post("/api/v1/cases/assessments", json={"refund_ids": ["theirs-r"]})
    assert briefs.json["assessments"][0]["evidence"] == {"done": 0, "total": 0}
    found = upload(client, "/api/v1/photos/search", jpeg(1))
    assert found.json["matches"] == []


def test_the_same_ids_and_bytes_in_two_shops_are_two_records(client, theirs):
    client.put("/api/v1/shipments/theirs-o", json={"weight_g": 7})
    own = upload(client, "/api/v1/shipments/theirs-o/photos", jpeg(1)).json["photos"][0]
    assert own["id"] != theirs["photo_id"]
    read = client.get("/api/v1/shipments/theirs-o").json
    assert (read["weight_g"], read["waybill"]) == (7, None)
    assert [each["id"] for each in read["photos"]] == [own["id"]]
    assert client.get("/api/v1/cases/theirs-r").status_code == 404


def test_without_a_token_every_route_of_a_shop_is_closed(app, anyone):
    """Public routes are those that say so, and these are all of them."""
    open_routes = set()
    for rule, method in routes(app):
        address = rule.rule
        for part in rule.rule.split("/"):
            if part.startswith("<"):
                address = address.replace(part, "some-id")
        with anyone.open(address, method=method) as answer:
            if answer.status_code not in {401, 403}:
                open_routes.add(f"{method} {rule.rule}")
    assert not {each for each in open_routes if "/api/v1/" in each} - {
        "GET /api/v1/about",
        "POST /api/v1/pairings",
    }
    assert not {each for each in open_routes if "annotations" in each}
