"""Logs are JSON lines with a request id, and hold no secret, no id of a platform, no buyer."""

import io
import json
import logging

import pytest
import structlog

from returnproof import logs
from returnproof.domain.access import Role


@pytest.fixture
def logged():
    """What the processes would write to standard error."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure(as_json=True, stream=stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_nothing_private_is_logged_whatever_is_asked(logged, anyone, client, access, owner):
    code, _ = access.make_code(owner.shop, Role.staff)
    private = [
        owner.bearer,
        owner.bearer.split("_", 2)[2],
        code,
        code.replace("-", ""),
        "ORDER-7788",
        "REFUND-9911",
        "WAYBILL-5566",
        "buyer-wang",
        "张三丰",
        "secret-name.jpg",
    ]
    client.put("/api/v1/shipments/ORDER-7788", json={"waybill": "WAYBILL-5566"})
    case = {"order_id": "ORDER-7788", "buyer_id": "buyer-wang", "reason_text": "张三丰 13800000000"}
    client.put("/api/v1/cases/REFUND-9911", json=case)
    client.get("/api/v1/cases?order_id=ORDER-7788&buyer=buyer-wang")
    client.get("/api/v1/cases/REFUND-9911/assessment")
    upload = {"file": (io.BytesIO(b"no picture"), "secret-name.jpg")}
    client.post("/api/v1/cases/REFUND-9911/photos?role=buyer_claim", data=upload)
    client.get("/nowhere/REFUND-9911?token=" + owner.bearer)
    anyone.get("/api/v1/me", headers={"Authorization": f"Bearer {owner.bearer}x"})
    anyone.post("/api/v1/pairings", json={"code": code, "name": "张三丰"})
    anyone.post("/api/v1/pairings", json={"code": code, "name": "张三丰"})
    anyone.post("/session", data={"code": code, "name": "张三丰"})
    written = logged.getvalue()
    assert written.count("\n") >= 10
    for value in private:
        assert value not in written


def test_each_line_is_json_and_says_which_request(logged, client):
    answer = client.get("/api/v1/me", headers={"X-Request-ID": "abcdefgh-1"})
    assert answer.headers["X-Request-ID"] == "abcdefgh-1"
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    (line,) = [each for each in lines if each["event"] == "request"]
    assert line["request_id"] == "abcdefgh-1"
    assert (line["route"], line["method"], line["status"]) == ("/api/v1/me", "GET", 200)
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("sent", ["x", "a" * 65, 'a"b\\c{}]}', "ein id mit leer"])
def test_a_request_id_that_is_none_is_not_repeated(logged, client, sent):
    answer = client.get("/api/v1/me", headers={"X-Request-ID": sent})
    assert answer.headers["X-Request-ID"] != sent
    assert sent not in [
        json.loads(line).get("request_id") for line in logged.getvalue().splitlines()
    ]


def test_a_problem_can_be_found_in_the_log_by_its_instance(logged, client):
    problem = client.get("/api/v1/cases/REFUND-1").json
    assert problem["instance"] in logged.getvalue()
