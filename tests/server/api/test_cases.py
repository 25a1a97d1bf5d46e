"""Cases: merged by PUT, listed by deadline, and pseudonymous."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from returnproof.domain.case import Case

BODY = {
    "platform": "kuaishou",
    "order_id": "o-1",
    "kind": "return_refund",
    "reason": "质量问题",
    "reason_text": "杯口有缺口\n请退款",
    "amount_fen": 12900,
    "status": "待商家处理",
    "buyer_id": "buyer-4711",
    "return_waybill": "YT998",
    "return_weight_g": 410,
    "delivered": "2026-11-20T02:03:04Z",
    "platform_flags": ["风险预警"],
    "applied": "2026-11-21T09:00:00+08:00",
    "deadline": "2026-11-25T09:00:00+08:00",
}


def put(client, refund_id="r-1", **body):
    headers = body.pop("headers", None)
    return client.put(f"/api/v1/cases/{refund_id}", json=body, headers=headers)


def test_a_case_is_kept_as_the_page_shows_it(client):
    answer = put(client, **BODY)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "http://localhost/api/v1/cases/r-1"
    expected = {name: value for name, value in BODY.items() if name != "buyer_id"} | {
        "delivered": "2026-11-20T02:03:04.000Z",
        "applied": "2026-11-21T01:00:00.000Z",
        "deadline": "2026-11-25T01:00:00.000Z",
    }
    assert {name: answer.json[name] for name in expected} == expected
    assert answer.json == client.get("/api/v1/cases/r-1").json


def test_a_buyer_is_known_by_a_hash_of_this_shop_alone(client, other_shop, key_for):
    first = put(client, **BODY)
    assert "buyer-4711" not in first.text
    assert put(client, "r-2", **BODY).json["buyer"] == first.json["buyer"]
    elsewhere = client.put("/api/v1/cases/r-1", json=BODY, headers=key_for(other_shop).headers)
    assert elsewhere.json["buyer"] != first.json["buyer"]
    listed = client.get("/api/v1/cases", query_string={"buyer": first.json["buyer"]})
    assert {each["refund_id"] for each in listed.json["cases"]} == {"r-1", "r-2"}


def test_a_buyers_id_is_in_no_file_of_the_data_directory(client, settings):
    """Records, indexes, events and cached assessments all stand in the append-only file."""
    buyer, refund_id = secrets.token_hex(12), f"r-{secrets.token_hex(12)}"
    put(client, refund_id, **{**BODY, "buyer_id": buyer})
    client.get(f"/api/v1/cases/{refund_id}/assessment")
    files = [each for each in settings.data_dir.rglob("*") if each.is_file()]
    kept = b"".join(each.read_bytes() for each in files if "redis" in str(each))
    assert refund_id.encode() in kept
    assert buyer.encode() not in kept


def test_the_buyer_is_not_in_the_log(client, caplog, capsys):
    put(client, **BODY)
    put(client, buyer_id=4711)
    written = caplog.text + "".join(capsys.readouterr())
    assert "4711" not in written


def test_breaks_in_a_label_are_spaces_and_stay_in_longer_texts(client):
    answer = put(client, order_id="o", reason="质量\t\n问题", reason_text="一\n二")
    assert (answer.json["reason"], answer.json["reason_text"]) == ("质量 问题", "一\n二")


def test_a_new_case_needs_its_order(client):
    answer = put(client, reason="x")
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"field": "order_id", "code": "required", "text": "必填"}]
    put(client, order_id="o-1")
    assert put(client, reason="x").status_code == 200
    assert put(client, order_id=None).status_code == 422


def test_absent_keeps_and_null_clears(client):
    put(client, **BODY)
    cleared = put(
        client, reason=None, platform_flags=None, buyer_id=None, platform=None, deadline=None
    )
    assert cleared.json["reason"] is None
    assert cleared.json["platform_flags"] == []
    assert cleared.json["buyer"] is None
    assert cleared.json["platform"] == "kuaishou"
    assert cleared.json["amount_fen"] == 12900


def test_saying_the_same_again_changes_nothing(client, store, shop):
    tag = put(client, **BODY).headers["ETag"]
    before = store.records.last_event(shop)
    assert put(client, **BODY).headers["ETag"] == tag
    assert store.records.last_event(shop) == before


def test_a_scenario_is_chosen_and_given_back(client):
    put(client, **BODY)
    assert put(client, scenario="no-such").status_code == 422
    scenario = client.get("/api/v1/cases/r-1/assessment").json["scenario_proposed"]["id"]
    assert put(client, scenario=scenario).json["scenario"] == scenario
    assert put(client, scenario=None).json["scenario"] is None


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"amount_fen": 1.0}, "amount_fen", "type"),
        ({"kind": "gift"}, "kind", "choice"),
        ({"kind": ["x"]}, "kind", "type"),
        ({"order_id": 7}, "order_id", "type"),
        ({"order_id": "../x"}, "order_id", "record_id"),
        ({"platform_flags": "x"}, "platform_flags", "type"),
        ({"platform_flags": [None]}, "platform_flags.0", "null"),
        ({"reason": "a\u202e\x07"}, "reason", "text"),
        ({"deadline": 5}, "deadline", "type"),
        ({"foo": 1}, "foo", "unknown"),
    ],
)
def test_what_does_not_fit_is_named(client, body, field, code):
    answer = put(client, **{"order_id": "o-1", **body})
    assert answer.status_code == 422
    errors = {each["field"]: each["code"] for each in answer.json["errors"]}
    assert errors[field] == code


def test_cases_are_listed_by_deadline_and_by_change(client):
    for number, day in enumerate((28, 26, 27)):
        put(client, f"r-{number}", order_id="o", deadline=f"2026-11-{day}T00:00:00Z")
    put(client, "r-3", order_id="o-2")
    due = client.get("/api/v1/cases?sort=deadline")
    assert [each["refund_id"] for each in due.json["cases"]] == ["r-1", "r-2", "r-0"]
    latest = client.get("/api/v1/cases")
    assert [each["refund_id"] for each in latest.json["cases"]] == ["r-3", "r-2", "r-1", "r-0"]
    of_order = client.get("/api/v1/cases?order_id=o&limit=2")
    assert [each["refund_id"] for each in of_order.json["cases"]] == ["r-2", "r-1"]
    rest = client.get(
        "/api/v1/cases", query_string={"order_id": "o", "cursor": of_order.json["next"]}
    )
    assert [each["refund_id"] for each in rest.json["cases"]] == ["r-0"]
    assert rest.json["total"] == 3


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "sort=buyer", "foo=1", "cursor=", "order_id=a&buyer=b"],
)
def test_a_question_that_makes_no_sense_is_refused(client, query):
    answer = client.get(f"/api/v1/cases?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"]


@pytest.mark.parametrize("cursor", ["x", "9" * 200, "AAAA", "%00", "-1", "é"])
def test_a_cursor_that_is_none_is_refused_in_words(client, cursor):
    put(client, order_id="o")
    answer = client.get("/api/v1/cases", query_string={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "cursor"
    assert answer.json["errors"][0]["code"] in {"cursor", "text"}


def test_without_a_condition_it_always_applies(client, app, owner, store, shop):
    """Four writers at once, none of which sends If-Match: nobody's field is lost."""
    put(client, order_id="o-1")
    fields = ["reason", "status", "reason_text", "return_waybill"]

    def write(field):
        own = app.test_client()
        answers = [
            own.put("/api/v1/cases/r-1", json={field: f"v{n}"}, headers=owner.headers)
            for n in range(8)
        ]
        return [each.status_code for each in answers]

    with ThreadPoolExecutor(4) as pool:
        statuses = [status for answer in pool.map(write, fields) for status in answer]
    assert set(statuses) == {200}
    kept = store.records.get(shop, Case, "r-1")
    assert [getattr(kept, field) for field in fields] == ["v7"] * 4
