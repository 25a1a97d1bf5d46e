"""Which dispute a case is taken for, and which boxes tick themselves."""

from dataclasses import replace

import pytest
from tests.server.unit.case_files import (
    case,
    compared,
    comparison,
    evidence,
    others,
    photo,
    repeat,
    shipment,
)

from returnproof.domain.assessment import assess, history_of
from returnproof.domain.case import CaseKind
from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.evidence import EvidenceKind
from returnproof.domain.photo import PhotoRole
from returnproof.domain.shipment import Item, Mark, MarkKind
from returnproof.services.assessments import rulebook


def scenario(file: CaseFile) -> str:
    return assess(file, rulebook()).scenario.id


def met(file: CaseFile) -> dict[str, str | None]:
    return {
        each.criterion.id: each.by and each.by.value for each in assess(file, rulebook()).criteria
    }


@pytest.mark.parametrize(
    ("reason", "text", "expected"),
    [
        ("14", None, "not_received"),
        ("快递一直未送到", None, "not_received"),
        ("其他", "到现在都没收到货", "not_received"),
        ("16", None, "empty_or_short"),
        ("少件/漏发", None, "empty_or_short"),
        ("其他", "打开是空包裹", "empty_or_short"),
        ("4", None, "swapped"),
        ("卖家发错货", None, "swapped"),
        ("其他", "收到的有使用痕迹", "old_for_new"),
        ("17", None, "damaged"),
        ("商品破损", "屏幕碎了", "damaged"),
        ("3", None, "invented_defect"),
        ("质量问题", "用不了", "invented_defect"),
        ("商品与商家宣传不符", None, "invented_defect"),
        ("18", None, "freight_insurance"),
        ("19", None, "no_reason"),
        ("７天无理由退货", None, "no_reason"),  # full-width digit
        ("不喜欢/不想要", None, "no_reason"),
        (None, None, "ordinary"),
        ("其他", "请联系我", "ordinary"),
        ("it ARRIVED BROKEN", None, "damaged"),
    ],
)
def test_reason_and_words_propose_a_scenario(reason, text, expected):
    assert scenario(CaseFile(case=case(reason=reason, reason_text=text))) == expected


def test_a_flag_that_nothing_was_received_counts_like_the_words():
    file = CaseFile(case=case(reason="其他", platform_flags=("claims_not_received",)))
    assert scenario(file) == "not_received"
    signed = replace(file, case=replace(file.case, delivered="2026-11-02T00:00:00Z"))
    codes = {signal.code for signal in assess(signed, rulebook()).signals}
    assert "signed_but_not_received" in codes


def test_what_was_seen_outweighs_what_was_said():
    file = compared(
        Outcome.different_item,
        PhotoRole.return_inspection,
        kind=CaseKind.return_refund,
        reason="七天无理由",
    )
    assert scenario(file) == "swapped"
    exchange = replace(file, case=replace(file.case, kind=CaseKind.exchange))
    assert scenario(exchange) == "old_for_new"
    light = CaseFile(
        case=case(kind=CaseKind.return_refund, reason="七天无理由", return_weight_g=20),
        shipment=shipment(weight_g=900),
    )
    assert scenario(light) == "empty_or_short"
    reused = CaseFile(case=case(reason="商品破损"), photos=(photo("B1"),), repeats=(repeat(),))
    assert scenario(reused) == "invented_defect"


def test_an_exchange_for_a_new_one_asks_for_marks_and_details():
    file = CaseFile(
        case=case(kind=CaseKind.exchange, reason="质量问题", reason_text="收到的有使用痕迹")
    )
    found = assess(file, rulebook())
    assert found.scenario.id == "old_for_new"
    assert {each.criterion.id for each in found.criteria} >= {"packing_marks", "packing_views"}


def test_asking_for_a_new_one_alone_does_not_speak_of_use():
    file = CaseFile(case=case(kind=CaseKind.exchange, reason="质量问题", reason_text="想换新"))
    assert scenario(file) == "invented_defect"


def test_another_thing_that_is_far_lighter_is_taken_for_an_incomplete_return():
    file = compared(
        Outcome.different_item,
        PhotoRole.return_inspection,
        kind=CaseKind.return_refund,
        return_weight_g=100,
    )
    light = replace(file, shipment=shipment(weight_g=1000))
    assert scenario(light) == "empty_or_short"
    assert scenario(replace(file, shipment=shipment(weight_g=200))) == "swapped"


def test_a_person_may_choose_another_scenario_and_sees_what_was_proposed():
    file = CaseFile(case=case(reason="质量问题", scenario="damaged"))
    found = assess(file, rulebook())
    assert (found.scenario.id, found.chosen) == ("damaged", True)
    assert found.proposal.scenario.id == "invented_defect"
    assert [ground.code for ground in found.proposal.grounds] == ["quality"]


def test_a_scenario_that_no_longer_exists_is_proposed_anew():
    found = assess(CaseFile(case=case(scenario="gone")), rulebook())
    assert (found.scenario.id, found.chosen) == ("ordinary", False)


def test_nothing_kept_meets_nothing():
    file = CaseFile(case=case(scenario="swapped", kind=CaseKind.return_refund))
    assert set(met(file).values()) == {None}


def test_what_is_kept_ticks_its_boxes():
    file = replace(
        compared(
            Outcome.same_item,
            PhotoRole.return_inspection,
            scenario="swapped",
            return_waybill="YT1",
            return_weight_g=900,
        ),
        shipment=shipment(weight_g=905, marks=(Mark(MarkKind.serial, "S1"),), items=(Item(),)),
        evidence=(evidence(EvidenceKind.video), evidence(EvidenceKind.page_facts)),
    )
    assert met(file) == {
        "packing_photo": "photo",
        "packing_marks": "record",
        "marks_checked": None,
        "packing_weight": "record",
        "claim_compared": None,
        "return_waybill": "record",
        "unboxing_video": "evidence",
        "return_weight": "record",
        "return_photos": "photo",
        "return_compared": "comparison",
        "page_kept": "evidence",
    }


def test_a_tick_by_hand_counts_and_says_so():
    file = CaseFile(case=case(scenario="no_reason", ticked=("condition_checked",)))
    assert met(file)["condition_checked"] == "hand"


def test_a_comparison_is_not_made_by_ticking_its_box():
    file = CaseFile(case=case(scenario="damaged", ticked=("claim_compared",)))
    assert met(file)["claim_compared"] is None


def test_marks_are_asked_for_only_where_some_were_registered():
    bare = CaseFile(case=case(scenario="swapped"), shipment=shipment())
    assert "marks_checked" not in met(bare)
    marked = replace(bare, shipment=shipment(marks=(Mark(MarkKind.seal, "S1"),)))
    assert met(marked)["marks_checked"] is None


def test_what_was_kept_is_named_before_a_tick():
    file = replace(compared(None, ticked=("packing_photo",), scenario="swapped"))
    assert met(file)["packing_photo"] == "photo"


def test_nothing_about_a_return_is_asked_when_nothing_comes_back():
    file = CaseFile(case=case(scenario="swapped", kind=CaseKind.refund_only))
    assert not any(name.startswith(("return_", "unboxing")) for name in met(file))


def test_three_copies_of_one_photo_are_not_three_views():
    copies = tuple(photo(f"P{n}", PhotoRole.packing, sha256="same") for n in range(3))
    file = CaseFile(case=case(scenario="damaged"), shipment=shipment(), packing=copies)
    assert met(file)["packing_views"] is None
    views = tuple(photo(f"P{n}", PhotoRole.packing) for n in range(3))
    assert met(replace(file, packing=views))["packing_views"] == "photo"


def test_an_uninsured_order_is_known_to_be_uninsured():
    file = CaseFile(
        case=case(scenario="freight_insurance"), shipment=shipment(freight_insurance=False)
    )
    assert met(file)["insurance_known"] == "record"


def test_an_undecided_comparison_was_made_and_says_that_it_is_open():
    file = compared(Outcome.inconclusive, scenario="damaged")
    assert met(file)["claim_compared"] == "comparison"
    assert [each.undecided for each in assess(file, rulebook()).criteria if each.done].count(True)
    decided = replace(file, comparisons=(comparison("B1", Outcome.different_item),))
    assert met(decided)["claim_compared"] == "comparison"


def test_the_steps_go_on_as_they_are_taken():
    file = CaseFile(case=case(scenario="ordinary"), shipment=shipment())
    assert assess(file, rulebook()).current == "step_calm"
    talked = replace(file, photos=(photo("B1", PhotoRole.chat),))
    assert assess(talked, rulebook()).current == "step_gather"
    everything = replace(
        talked,
        packing=(photo("P1", PhotoRole.packing),),
        photos=(*talked.photos, photo("B2")),
        evidence=(evidence(EvidenceKind.page_archive),),
    )
    assert assess(everything, rulebook()).current == "step_respond"
    answered = replace(everything, case=replace(file.case, ticked=("step_respond",)))
    assert assess(answered, rulebook()).current == "step_law"


def test_the_history_counts_the_other_cases_by_kind():
    kinds = (*others(2, kind=CaseKind.refund_only), *others(1, kind=CaseKind.exchange), case("Y"))
    found = history_of(CaseFile(case=case(), others=kinds))
    assert (found.cases, found.refunds, found.returns) == (4, 2, 1)
