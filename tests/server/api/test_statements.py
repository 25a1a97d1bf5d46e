"""The draft for the platform's own forms: what was seen and kept, within the form's length."""

import re

import pytest
from tests.server.pictures import jpeg, upload

CASE = {"order_id": "o-1", "kind": "refund_only", "reason": "快递一直未送到", "buyer_id": "b"}
FORMS = ("reject", "intervention", "evidence", "return_freight")
BLAME = re.compile(r"骗|恶意|诈|调包|掉包|撒谎|fraud|scam|liar|malicious", re.IGNORECASE)


@pytest.fixture
def case(client):
    delivered = {"delivered": "2026-11-20T02:00:00Z"}
    assert client.put("/api/v1/cases/r-1", json={**CASE, **delivered}).status_code == 201


def statement(client, form="reject", language="zh-CN", **query):
    return client.get(
        "/api/v1/cases/r-1/statement",
        query_string={"form": form, **query},
        headers={"Accept-Language": language},
    )


@pytest.mark.parametrize("form", FORMS)
def test_it_says_what_was_seen_to_the_platform_in_chinese_and_to_the_seller_in_his(
    client, case, form
):
    answer = statement(client, form, "en").json
    assert "物流记录显示 2026-11-20 10:00 UTC+8 已签收。" in answer["text"]
    assert "signed for" in answer["reading"]
    assert answer["observations"] == 1
    assert not BLAME.search(answer["text"] + answer["reading"])


@pytest.mark.parametrize("longest", [10, 30, 60, 200, 500])
def test_it_fits_and_keeps_whole_sentences_the_observation_first(client, case, longest):
    text = statement(client, longest=longest).json["text"]
    assert len(text) <= longest
    assert text == "" or text[-1] in "。："
    if longest >= 60:
        assert "已签收" in text


def test_what_a_buyer_did_elsewhere_has_no_sentence(client, case):
    for n in range(2, 9):
        client.put(f"/api/v1/cases/r-{n}", json={**CASE, "order_id": f"o-{n}"})
    seen = client.get("/api/v1/cases/r-1/assessment").json["signals"]
    assert "frequent_cases" in {each["code"] for each in seen}
    assert "次售后" not in statement(client).json["text"]


def test_with_nothing_seen_it_only_says_what_there_is_and_names_what_is_missing(client):
    client.put("/api/v1/cases/r-1", json={"order_id": "o-1", "reason": "质量问题"})
    answer = statement(client).json
    assert answer["observations"] == 0
    assert answer["text"].startswith("本店正在核对")
    assert "发货前的商品照片" in answer["missing"]


def test_the_pictures_are_those_kept_with_what_their_files_are(client, case):
    kept = upload(client, "/api/v1/shipments/o-1/photos", jpeg(1)).json["photos"][0]
    upload(client, "/api/v1/cases/r-1/photos?role=logistics", jpeg(2))
    pictures = statement(client).json["pictures"]
    assert [each["role"] for each in pictures] == ["logistics", "packing"]
    assert pictures[1]["id"] == kept["id"]
    assert pictures[1]["sha256"] == kept["sha256"]
    assert pictures[1]["size"] == kept["size"]
    assert pictures[1]["media_type"] == "image/jpeg"


@pytest.mark.parametrize("query", [{}, {"form": "other"}, {"form": "reject", "longest": "x"}])
def test_a_form_or_length_there_is_not_is_refused(client, case, query):
    answer = client.get("/api/v1/cases/r-1/statement", query_string=query)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_another_shops_case_does_not_exist(client, key_for, case, other_shop, app):
    foreign = app.test_client()
    answer = foreign.get(
        "/api/v1/cases/r-1/statement?form=reject", headers=key_for(other_shop).headers
    )
    assert answer.status_code == 404
