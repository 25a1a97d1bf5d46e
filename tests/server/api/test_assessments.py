"""What the assessment routes answer: in both languages, for many at once, and after changes."""

import pytest
from tests.server.pictures import jpeg, upload

CASE = {"order_id": "o-1", "kind": "return_refund", "reason": "质量问题", "buyer_id": "b"}


@pytest.fixture
def register(client):
    def put(refund_id="r-1", **body):
        answer = client.put(f"/api/v1/cases/{refund_id}", json={**CASE, **body})
        assert answer.status_code in {200, 201}, answer.json
        return answer.json

    return put


def assessment(client, refund_id="r-1", **options):
    return client.get(f"/api/v1/cases/{refund_id}/assessment", **options)


def criteria(client):
    return {each["id"]: each["by"] for each in assessment(client).json["checklist"]["criteria"]}


def test_a_case_nobody_registered_is_not_found(client):
    answer = assessment(client)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_shape_is_the_one_that_checks_read(client, register):
    register(deadline="2026-11-25T00:00:00Z")
    answer = assessment(client).json
    assert answer["refund_id"] == "r-1"
    assert answer["level"] == "unknown"
    assert answer["confidence"] == 0
    assert answer["pending"] is False
    assert answer["deadline"].startswith("2026-11-25T00:00:00")
    assert answer["model_version"]
    assert answer["comparisons"] == []
    for signal in answer["signals"]:
        assert signal.keys() >= {"code", "weight", "text", "evidence"}
    assert answer["checklist"]["scenario"] == "invented_defect"
    for criterion in answer["checklist"]["criteria"]:
        assert criterion.keys() >= {"id", "text", "done", "by", "how"}


def test_the_words_follow_the_reader(client, register):
    register()
    chinese = assessment(client)
    english = assessment(client, headers={"Accept-Language": "en"})
    assert chinese.json["level_text"] == "暂无法判断"
    assert english.json["level_text"] == "Cannot tell yet"
    assert chinese.headers["Content-Language"] == "zh-CN"
    assert english.headers["Content-Language"] == "en"
    assert "Accept-Language" in english.headers["Vary"]
    assert chinese.headers["ETag"] != english.headers["ETag"]


def test_an_unchanged_assessment_is_not_sent_again_and_a_changed_one_is(client, register):
    register()
    tag = assessment(client).headers["ETag"]
    again = {"If-None-Match": tag}
    assert assessment(client, headers=again).status_code == 304
    register(delivered="2026-11-20T00:00:00Z", reason="快递一直未送到")
    changed = assessment(client, headers=again)
    assert (changed.status_code, changed.json["level"]) == (200, "medium")


def test_many_are_answered_in_the_order_asked(client, register):
    register("r-1")
    register("r-2", order_id="o-2", reason="14", delivered="2026-11-20T00:00:00Z")
    wanted = ["r-2", "nobody", "r-1", "r-2"]
    answer = client.post("/api/v1/cases/assessments", json={"refund_ids": wanted}).json
    assert [each["refund_id"] for each in answer["assessments"]] == wanted
    levels = [each["level"] for each in answer["assessments"]]
    assert levels == ["medium", "unknown", "unknown", "medium"]
    assert answer["assessments"][0]["evidence"]["total"] > 0
    assert all(len(each["reason"]) <= 12 for each in answer["assessments"])


@pytest.mark.parametrize("wanted", [["r"] * 201, "r", [1.5], ["../x"], None])
def test_a_list_that_is_none_is_refused(client, wanted):
    answer = client.post("/api/v1/cases/assessments", json={"refund_ids": wanted})
    assert answer.status_code == 422


def test_a_hand_ticks_and_unticks(client, register):
    register(kind="return_refund", scenario="no_reason")
    assert criteria(client)["condition_checked"] is None
    register(ticked=["condition_checked", "step_calm"])
    assert criteria(client)["condition_checked"] == "hand"
    assert assessment(client).json["next_step"]["id"] == "gather"
    register(ticked=[])
    assert criteria(client)["condition_checked"] is None


def test_a_criterion_or_scenario_there_is_not_is_refused_by_name(client, register):
    register()
    for field, value in (("ticked", ["nonsense"]), ("scenario", "nonsense")):
        answer = client.put("/api/v1/cases/r-1", json={field: value})
        assert answer.status_code == 422
        assert answer.json["errors"][0]["field"] == field
        assert answer.json["errors"][0]["code"] == "choice"


def test_kept_evidence_ticks_its_box_at_once(client, register):
    register()
    assert criteria(client)["page_kept"] is None
    path = "/api/v1/cases/r-1/evidence"
    assert upload(client, path, (b"{}", "facts.json"), kind="page_facts").status_code == 201
    assert criteria(client)["page_kept"] == "evidence"


def test_a_chosen_scenario_stays_until_it_is_proposed_anew(client, register):
    register(scenario="damaged")
    answer = assessment(client).json
    assert answer["scenario"]["id"] == "damaged"
    assert answer["scenario_chosen"] is True
    assert answer["scenario_proposed"]["id"] == "invented_defect"
    register(scenario=None)
    assert assessment(client).json["scenario"]["id"] == "invented_defect"


def test_a_later_case_of_the_buyer_is_seen_from_the_earlier_ones(client, register):
    register("r-1")
    assert assessment(client).json["history"]["cases"] == 0
    register("r-2", order_id="o-2", kind="refund_only")
    assert assessment(client).json["history"] == {"cases": 1, "refunds": 1, "returns": 0}


def test_a_packing_photo_that_comes_later_changes_what_is_missing(client, register):
    register()
    assert assessment(client).json["reason"] == "缺发货图，无法比对"
    upload(client, "/api/v1/shipments/o-1/photos", jpeg(1))
    assert assessment(client).json["reason"] == "尚无可比对的图片"


def test_a_weight_entered_later_counts_at_once(client, register):
    register(return_weight_g=100)
    client.put("/api/v1/shipments/o-1", json={"weight_g": 1000})
    assert assessment(client).json["signals"][0]["code"] == "returned_lighter"
