"""Shipments: merged by PUT, guarded by ETag, listed in pages."""

import pytest


def put(client, order_id="o-1", **body):
    headers = body.pop("headers", None)
    return client.put(f"/api/v1/shipments/{order_id}", json=body, headers=headers)


FULL = {
    "waybill": "SF1234567890",
    "items": [{"sku": "CUP-1", "title": "青花瓷杯", "quantity": 2}],
    "marks": [{"kind": "serial", "text": "SN-88"}],
    "weight_g": 640,
    "freight_insurance": True,
    "shipped": "2026-11-20T18:00:00+08:00",
}


def test_a_new_shipment_is_created_with_its_address(client):
    answer = put(client, **FULL)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "http://localhost/api/v1/shipments/o-1"
    assert answer.json["items"] == [{"sku": "CUP-1", "title": "青花瓷杯", "quantity": 2}]
    assert answer.json["marks"] == [{"kind": "serial", "text": "SN-88"}]
    assert answer.json["photos"] == []


def test_times_are_kept_in_utc(client):
    assert put(client, **FULL).json["shipped"] == "2026-11-20T10:00:00.000Z"


def test_absent_fields_keep_their_value_and_null_clears_one(client):
    put(client, **FULL)
    answer = put(client, weight_g=None, waybill="YT1")
    assert answer.status_code == 200
    assert answer.json["weight_g"] is None
    assert answer.json["waybill"] == "YT1"
    assert answer.json["items"] == FULL["items"]
    assert put(client, items=None).json["items"] == []


def test_a_document_may_be_sent_back_as_it_was_read(client):
    put(client, **FULL)
    read = client.get("/api/v1/shipments/o-1")
    again = put(client, **read.json)
    assert again.status_code == 200
    assert again.json == read.json
    assert again.headers["ETag"] == read.headers["ETag"]


def test_a_stale_if_match_is_refused_and_changes_nothing(client):
    old = put(client, weight_g=1).headers["ETag"]
    put(client, weight_g=2)
    refused = put(client, weight_g=3, headers={"If-Match": old})
    assert refused.status_code == 412
    assert refused.json["type"].endswith("/problems/version-conflict")
    current = client.get("/api/v1/shipments/o-1")
    assert current.json["weight_g"] == 2
    taken = put(client, weight_g=3, headers={"If-Match": current.headers["ETag"]})
    assert taken.status_code == 200


def test_if_match_on_nothing_is_refused_and_if_none_match_makes_only_new(client):
    assert put(client, headers={"If-Match": "*"}).status_code == 412
    assert put(client, headers={"If-None-Match": "*"}).status_code == 201
    assert put(client, headers={"If-None-Match": "*"}).status_code == 412
    assert put(client, headers={"If-Match": "*"}).status_code == 200


def test_who_has_it_already_gets_304(client):
    tag = put(client, weight_g=1).headers["ETag"]
    same = client.get("/api/v1/shipments/o-1", headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")


def test_lists_go_by_latest_change_and_by_waybill(client):
    for number in range(5):
        put(client, f"o-{number}", waybill=f"SF{number}")
    put(client, "o-0", weight_g=9)
    first = client.get("/api/v1/shipments?limit=2")
    assert [each["order_id"] for each in first.json["shipments"]] == ["o-0", "o-4"]
    assert first.json["total"] == 5
    link = first.headers["Link"]
    assert link.endswith('; rel="next"')
    second = client.get(link[1 : link.index(">")].removeprefix("http://localhost"))
    assert [each["order_id"] for each in second.json["shipments"]] == ["o-3", "o-2"]
    third = client.get("/api/v1/shipments", query_string={"cursor": second.json["next"]})
    assert [each["order_id"] for each in third.json["shipments"]] == ["o-1"]
    assert third.json["next"] is None
    assert "Link" not in third.headers
    one = client.get("/api/v1/shipments?waybill=SF3")
    assert [each["order_id"] for each in one.json["shipments"]] == ["o-3"]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"weight": 1}, "weight", "unknown"),
        ({"weight_g": "1"}, "weight_g", "type"),
        ({"weight_g": 1.5}, "weight_g", "type"),
        ({"weight_g": True}, "weight_g", "type"),
        ({"weight_g": -1}, "weight_g", "range"),
        ({"weight_g": 10**30}, "weight_g", "range"),
        ({"freight_insurance": 1}, "freight_insurance", "type"),
        ({"waybill": "a/b"}, "waybill", "record_id"),
        ({"waybill": ""}, "waybill", "record_id"),
        ({"shipped": "2026-11-20"}, "shipped", "time"),
        ({"shipped": "2026-11-20T10:00:00"}, "shipped", "time"),
        ({"shipped": "2026-13-20T10:00:00Z"}, "shipped", "time"),
        ({"shipped": "0001-01-01T00:00:00+14:00"}, "shipped", "time"),
        ({"items": [{"title": "x" * 301}]}, "items.0.title", "length"),
        ({"items": [{"quantity": 0}]}, "items.0.quantity", "range"),
        ({"items": [{}] * 201}, "items", "count"),
        ({"items": {}}, "items", "type"),
        ({"items": [3]}, "items.0._schema", "type"),
        ({"marks": [{"kind": "rune", "text": "x"}]}, "marks.0.kind", "choice"),
        ({"marks": [{"kind": "seal"}]}, "marks.0.text", "required"),
        ({"marks": [{"kind": "seal", "text": "a\x00b"}]}, "marks.0.text", "text"),
    ],
)
def test_what_does_not_fit_is_named(client, body, field, code):
    answer = put(client, **body)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    errors = {each["field"]: each for each in answer.json["errors"]}
    assert errors[field]["code"] == code
    assert errors[field]["text"]
    assert client.get("/api/v1/shipments/o-1").status_code == 404


@pytest.mark.parametrize("order_id", ["a b", "a%00b", "%E8%AE%A2", "x" * 65, "a%2Fb", "a;b", "{a}"])
def test_an_id_that_is_none_is_refused_with_words(client, order_id):
    answer = put(client, order_id)
    assert answer.status_code in {404, 422}
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"weight_g": NaN}', "application/json", 400),
        (b'{"waybill": "\\ud800"}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'"x"', "application/json", 422),
        (b"{" + b" " * (1 << 20) + b"}", "application/json", 413),
    ],
)
def test_a_body_that_is_no_document_is_refused(client, body, media_type, status):
    answer = client.put("/api/v1/shipments/o-1", data=body, content_type=media_type)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_texts_follow_accept_language(client):
    chinese = put(client, weight_g="1")
    english = put(client, weight_g="1", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert chinese.json["title"] == "内容不符合要求"
    assert english.json["title"] == "Not accepted as sent"
    assert english.headers["Content-Language"] == "en"
    assert "Accept-Language" in english.headers["Vary"]
    assert english.json["instance"].startswith("urn:uuid:")
