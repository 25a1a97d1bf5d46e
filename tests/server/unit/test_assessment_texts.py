"""What the seller reads, and what is drafted for the buyer, says no more than what is known."""

from dataclasses import replace

import msgspec
import pytest
from tests.server.unit.case_files import (
    case,
    compared,
    comparison,
    photo,
    repeat,
    shipment,
)

from returnproof import contract
from returnproof.domain.assessment import assess
from returnproof.domain.case import CaseKind
from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.services.assessment_document import document_of
from returnproof.services.assessment_texts import present
from returnproof.services.assessments import rulebook

SCENARIOS = sorted(contract.checklists())
STEPS = ("calm", "gather", "respond", "law")
# Words that tell of a check or of goods that came back.
CHECKED = ("对照", "核对时发现", "称重")
CAME_BACK = ("退货已收到", "收到的商品对照")


def answer(file: CaseFile, language: str = "zh-CN"):
    kept = msgspec.json.decode(msgspec.json.encode(document_of(file, assess(file, rulebook()))))
    return present(kept, language)


def drafts(file: CaseFile) -> list[str]:
    """Every message of the scenario, whatever step is current."""
    done = [f"step_{step}" for step in STEPS]
    found = []
    for count in range(len(done)):
        ticked = (*file.case.ticked, *done[:count])
        found.append(answer(replace(file, case=replace(file.case, ticked=ticked))))
    return [each["next_step"]["message"] or "" for each in found]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_draft_tells_of_a_check_or_a_return_that_was_not(scenario):
    for kind in (CaseKind.refund_only, CaseKind.return_refund):
        for draft in drafts(CaseFile(case=case(scenario=scenario, kind=kind))):
            assert not any(word in draft for word in (*CHECKED, *CAME_BACK)), draft


@pytest.mark.parametrize("scenario", ["no_reason", "freight_insurance"])
@pytest.mark.parametrize("fields", [{"return_waybill": "YT1"}, {"return_weight_g": 400}])
def test_nobody_is_asked_to_send_back_what_is_on_its_way(scenario, fields):
    file = CaseFile(case=case(scenario=scenario, kind=CaseKind.return_refund, **fields))
    assert "寄回并填写" not in answer(file)["next_step"]["message"]
    bare = replace(file, case=case(scenario=scenario, kind=CaseKind.return_refund))
    assert "寄回并填写" in answer(bare)["next_step"]["message"]


def test_an_exchange_not_sent_back_is_not_asked_which_one_was_sent():
    file = CaseFile(case=case(scenario="old_for_new", kind=CaseKind.exchange))
    assert "寄回" not in answer(file)["next_step"]["message"]


def test_a_difference_is_named_only_after_a_comparison_found_it():
    file = compared(
        Outcome.different_item,
        PhotoRole.return_inspection,
        scenario="swapped",
        kind=CaseKind.return_refund,
    )
    assert "不一样" in answer(file)["next_step"]["message"]
    waiting = replace(file, comparisons=(comparison("B1", None),))
    assert "不一样" not in answer(waiting)["next_step"]["message"]


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("kind", [CaseKind.refund_only, CaseKind.resend])
def test_nothing_is_refused_at_the_door_where_nothing_comes_back(scenario, kind):
    told = answer(CaseFile(case=case(scenario=scenario, kind=kind)))
    words = [told["scenario"]["move"], *(each["text"] for each in told["steps"])]
    assert not any("拒收" in each or "签收前" in each for each in words)
    back = answer(CaseFile(case=case(scenario="swapped", kind=CaseKind.return_refund)))
    assert "拒收" in back["scenario"]["move"]


def test_one_rate_of_error_is_named_for_one_result():
    sure = replace(compared(None), comparisons=(comparison("B1", Outcome.same_item, same_item=1),))
    told = answer(sure)
    assert told["comparisons"][0]["same_item_probability"] == 0.97
    assert told["signals"][0]["detail"]["wrong"] == 3


def test_days_apart_are_left_out_when_they_are_not_known():
    quiet = compared(Outcome.inconclusive)

    def text(found, language="zh-CN"):
        signals = answer(replace(quiet, repeats=(found,)), language)["signals"]
        return next(each["text"] for each in signals if each["code"] == "picture_in_other_case")

    assert "相隔 3 天" in text(repeat())
    assert "相隔" not in text(replace(repeat(), created="unknown"))
    assert "相隔 0" not in text(replace(repeat(), created=quiet.case.created))
    assert "1 cases" not in text(repeat(), "en")


def test_a_comparison_that_left_it_open_says_so_in_the_checklist():
    told = answer(compared(Outcome.inconclusive, scenario="damaged"))
    found = next(each for each in told["checklist"]["criteria"] if each["id"] == "claim_compared")
    assert found["done"]
    assert "已比对，尚无结论" in found["text"]


def test_times_are_told_as_the_page_tells_them():
    file = CaseFile(case=case(reason="14", delivered="2026-11-01T16:30:00Z"), shipment=shipment())
    assert "2026-11-02 00:30 UTC+8" in answer(file)["signals"][0]["text"]


def test_one_ground_is_said_once():
    file = CaseFile(
        case=case(kind=CaseKind.return_refund, return_weight_g=10),
        shipment=shipment(weight_g=900),
        photos=(photo("B1"),),
    )
    codes = [each["code"] for each in answer(file)["scenario_proposed"]["grounds"]]
    assert codes == ["returned_lighter"]
