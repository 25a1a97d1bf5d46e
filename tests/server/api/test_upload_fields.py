"""What stands beside the files and is not known is refused, and nothing is kept."""

import pytest
from tests.server.pictures import jpeg, upload

from returnproof import contract

PACKING = "/api/v1/shipments/o-1/photos"
CLAIM = "/api/v1/cases/r-1/photos"
EVIDENCE = "/api/v1/cases/r-1/evidence"
SEARCH = "/api/v1/photos/search"
ROUTES = {PACKING: {}, CLAIM: {}, EVIDENCE: {"kind": "file"}, SEARCH: {}}


@pytest.fixture(autouse=True)
def _case(client):
    client.put("/api/v1/cases/r-1", json={"order_id": "o-1"})


def kept(client):
    case = client.get("/api/v1/cases/r-1").json
    return case["photos"], case["evidence"], client.get("/api/v1/shipments/o-1").status_code


def errors(answer):
    assert answer.status_code == 422, answer.text
    return [(each["field"], each["code"]) for each in answer.json["errors"]]


@pytest.mark.parametrize("route", ROUTES)
def test_an_unknown_field_is_refused_by_its_name(client, route):
    answer = upload(client, route, jpeg(1), **ROUTES[route], foo="1")
    assert errors(answer) == [("foo", "unknown")]
    assert kept(client) == ([], [], 404)


@pytest.mark.parametrize("route", ROUTES)
def test_an_unknown_parameter_is_refused_by_its_name(client, route):
    answer = upload(client, f"{route}?x=1", jpeg(1), **ROUTES[route])
    assert errors(answer) == [("x", "unknown")]
    assert kept(client) == ([], [], 404)


def test_a_known_parameter_is_taken(client):
    assert upload(client, f"{CLAIM}?role=chat", jpeg(1)).status_code == 201


def test_where_a_packing_photo_came_from_is_kept(client):
    answer = upload(client, PACKING, jpeg(1), source="https://s.kwaixiaodian.com/order")
    assert answer.json["photos"][0]["source"] == "https://s.kwaixiaodian.com/order"


def test_a_field_that_is_there_twice_is_refused(client):
    answer = upload(client, EVIDENCE, jpeg(1), kind=["file", "raw_json"])
    assert errors(answer) == [("kind", "one")]
    assert kept(client) == ([], [], 404)


@pytest.mark.parametrize(
    ("method", "address", "reason"),
    [
        ("PUT", "/api/v1/shipments/o-1", "json"),
        ("POST", "/annotations/", "annotation"),
        ("POST", PACKING, "form"),
    ],
)
def test_a_body_of_another_type_is_told_which_one_is_wanted(client, method, address, reason):
    answer = client.open(address, method=method, data=b"x", content_type="text/plain")
    assert answer.status_code == 415
    assert answer.json["detail"] == contract.text(f"problem.unsupported-media.{reason}")
    assert "JPEG" not in answer.json["detail"]
