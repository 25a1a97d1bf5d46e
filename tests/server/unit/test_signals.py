"""Each signal sees what it is made for, and nothing where there is nothing."""

from dataclasses import replace

import pytest
from tests.server.unit.case_files import (
    case,
    compared,
    comparison,
    others,
    photo,
    repeat,
    shipment,
    without_packing,
)

from returnproof.domain.assessment import assess
from returnproof.domain.case import CaseKind
from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import ComparisonState, Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.domain.shipment import Mark, MarkKind
from returnproof.domain.signal import Signal
from returnproof.domain.weighing import Level
from returnproof.services.assessments import rulebook

SHIPPED = "2026-11-01T12:00:00.000Z"


def judged(file: CaseFile):
    return assess(file, rulebook())


def codes(file: CaseFile) -> set[str]:
    return {signal.code for signal in judged(file).signals}


def the(code: str, file: CaseFile) -> Signal:
    return next(signal for signal in judged(file).signals if signal.code == code)


def weighed(packed: int | None, returned: int | None) -> CaseFile:
    return CaseFile(
        case=case(return_weight_g=returned, kind=CaseKind.return_refund),
        shipment=shipment(weight_g=packed),
    )


def claimed_at(taken: str | None) -> CaseFile:
    return CaseFile(
        case=case(), shipment=shipment(shipped=SHIPPED), photos=(photo("B1", taken=taken),)
    )


def test_a_return_that_is_another_thing_asks_to_check_first_when_the_engine_is_sure():
    file = compared(Outcome.different_item, PhotoRole.return_inspection)
    sure = replace(file, comparisons=(comparison("B1", Outcome.different_item, same_item=0.03),))
    assert judged(sure).level is Level.high
    assert judged(file).level is Level.high
    assert the("return_different_item", sure).detail["probability"] == 0.97


def test_a_buyers_photo_of_another_thing_only_asks_to_check():
    assert judged(compared(Outcome.different_item)).level is Level.medium


def test_five_photos_of_one_wrong_thing_count_once():
    one = compared(Outcome.different_item)
    many = replace(
        one,
        photos=tuple(photo(f"B{n}") for n in range(5)),
        comparisons=tuple(comparison(f"B{n}", Outcome.different_item) for n in range(5)),
    )
    assert judged(many).score == judged(one).score
    assert the("claim_different_item", many).detail["count"] == 5


def test_claim_and_return_that_show_one_wrong_thing_count_once():
    claim = compared(Outcome.different_item)
    both = replace(
        claim,
        photos=(photo("B1"), photo("B2", PhotoRole.return_inspection)),
        comparisons=tuple(comparison(each, Outcome.different_item) for each in ("B1", "B2")),
    )
    alone = compared(Outcome.different_item, PhotoRole.return_inspection)
    assert judged(both).score == judged(alone).score


def test_the_right_thing_in_the_claim_says_nothing_of_what_came_back():
    file = replace(
        compared(None),
        photos=(photo("B1"), photo("B2", PhotoRole.return_inspection)),
        comparisons=(
            comparison("B1", Outcome.same_item),
            comparison("B2", Outcome.different_item),
        ),
    )
    alone = compared(Outcome.different_item, PhotoRole.return_inspection)
    assert judged(file).score == judged(alone).score


def test_the_item_packed_gives_none_with_a_text_that_says_so():
    found = judged(compared(Outcome.same_item, buyer="b"))
    assert found.level is Level.none
    assert 0.8 < found.confidence < 1
    assert codes(compared(Outcome.same_item)) == {"claim_same_item"}


def test_the_right_item_says_little_of_its_state():
    damaged = judged(compared(Outcome.same_item, buyer="b", reason="商品破损"))
    ordinary = judged(compared(Outcome.same_item, buyer="b"))
    assert ordinary.level is Level.none
    assert damaged.level is Level.unknown
    assert "state_not_compared" in {signal.code for signal in damaged.signals}
    seen = compared(Outcome.same_item, reason="商品破损", ticked=("condition_checked",))
    assert judged(seen).level is Level.none


def test_registered_marks_that_nobody_checked_keep_a_return_open():
    file = replace(
        compared(
            Outcome.same_item,
            PhotoRole.return_inspection,
            kind=CaseKind.return_refund,
            buyer="b",
        ),
        shipment=shipment(marks=(Mark(MarkKind.serial, "S1"),)),
    )
    assert judged(file).level is Level.unknown
    assert "marks_unchecked" in codes(file)
    checked = replace(file, case=replace(file.case, ticked=("marks_checked",)))
    assert judged(checked).level is Level.none


def test_a_quiet_result_is_never_less_than_half_sure():
    file = CaseFile(case=case(reason="14"), packing=(photo("P1", PhotoRole.packing),))
    assert judged(file).level is Level.unknown


def test_a_picture_given_elsewhere_says_nothing_of_this_item():
    quiet = compared(Outcome.same_item)
    assert "claim_same_item" not in codes(replace(quiet, repeats=(repeat(),)))
    assert "claim_same_item" in codes(replace(quiet, repeats=(repeat(exact=False, distance=4),)))


def test_a_copy_of_the_packing_photo_is_not_called_undecided_too():
    assert "inconclusive" not in codes(compared(Outcome.same_picture))


def test_the_case_that_showed_a_picture_first_only_gets_a_hint():
    quiet = compared(Outcome.same_item, applied="2026-10-20T08:00:00Z")
    file = replace(quiet, repeats=(repeat(),))
    assert judged(file).level is Level.low
    assert the("picture_in_other_case", file).detail["days"] == 9


@pytest.mark.parametrize(("references", "wrong"), [(1, 3), (2, 3), (3, 1)])
def test_no_answer_is_said_to_be_surer_than_measured(references, wrong):
    sure = comparison("B1", Outcome.same_item, same_item=0.9999)
    names = tuple(f"P{n}" for n in range(references))
    file = replace(compared(None), comparisons=(replace(sure, references=names),))
    detail = the("claim_same_item", file).detail
    assert (detail["wrong"], detail["probability"]) == (wrong, round(1 - wrong / 100, 2))


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (without_packing(compared(None)), "no_packing_photo"),
        (compared(Outcome.inconclusive), "inconclusive"),
        (compared(None), "comparing"),
        (
            replace(
                compared(None),
                comparisons=(comparison("B1", None, state=ComparisonState.failed),),
            ),
            "comparison_failed",
        ),
    ],
)
def test_what_cannot_be_told_is_unknown_and_says_why(file, code):
    found = judged(file)
    assert found.level is Level.unknown
    assert codes(file) == {code}
    assert found.confidence == 0
    assert found.signals[0].weight == 0


def test_no_photo_yet_is_unknown():
    packed = CaseFile(
        case=case(kind=CaseKind.return_refund, reason="质量问题"),
        shipment=shipment(),
        packing=(photo("P1", PhotoRole.packing),),
    )
    assert judged(packed).level is Level.unknown
    plain = replace(packed, case=case(kind=CaseKind.return_refund, reason="七天无理由"))
    assert "no_photo_to_compare" in codes(plain)
    assert judged(plain).level is Level.unknown


def test_a_buyers_copy_of_our_packing_photo_is_no_proof_of_anything():
    file = compared(Outcome.same_picture)
    assert judged(file).level is Level.medium
    assert "claim_is_packing_photo" in codes(file)


def test_a_packing_photo_filed_as_an_inspection_is_our_own_slip():
    file = compared(Outcome.same_picture, PhotoRole.return_inspection)
    assert judged(file).level is Level.unknown
    assert the("return_is_packing_photo", file).weight == 0


def test_the_same_bytes_in_another_buyers_case_ask_to_check():
    file = replace(compared(Outcome.inconclusive), repeats=(repeat(same_buyer=False),))
    assert judged(file).level is Level.medium
    assert the("picture_in_other_case", file).detail == {"count": 1, "other": "R9", "days": 3}


def test_the_same_buyer_showing_one_picture_twice_weighs_less():
    file = compared(Outcome.inconclusive)
    weights = [
        the("picture_in_other_case", replace(file, repeats=(repeat(same_buyer=same),))).weight
        for same in (True, False)
    ]
    assert weights[0] < weights[1]


def test_an_edited_copy_that_the_engine_found_asks_to_check():
    quiet = compared(Outcome.same_item)
    file = replace(quiet, repeats=(repeat(exact=False, distance=80, comparison="C-9"),))
    assert judged(file).level is Level.medium
    found = the("picture_shared_with_other_case", file)
    assert ("comparison", "C-9") in {(each.type.value, each.id) for each in found.evidence}


def test_a_picture_that_only_looks_alike_is_a_hint_and_too_far_is_nothing():
    quiet = compared(Outcome.same_item)
    near = replace(quiet, repeats=(repeat(exact=False, distance=4),))
    assert judged(near).level is Level.low
    far = replace(quiet, repeats=(repeat(exact=False, distance=40),))
    assert codes(far) == codes(quiet)


def test_signed_for_though_not_received_asks_to_check_even_without_a_packing_photo():
    file = CaseFile(
        case=case(kind=CaseKind.refund_only, reason="快递一直未送到", delivered=SHIPPED)
    )
    assert judged(file).level is Level.medium
    assert "signed_but_not_received" not in codes(
        replace(file, case=replace(file.case, delivered=None))
    )
    assert "signed_but_not_received" not in codes(
        replace(file, case=replace(file.case, reason="质量问题"))
    )


@pytest.mark.parametrize(
    ("packed", "returned", "code"),
    [
        (1000, 1000, "weight_agrees"),
        (1000, 900, "weight_agrees"),
        (100, 60, "weight_agrees"),
        (1000, 899, "returned_lighter"),
        (1000, 100, "returned_lighter"),
        (1000, 0, "returned_lighter"),
        (1000, 1101, "returned_heavier"),
    ],
)
def test_weights_are_held_against_each_other_with_a_tolerance(packed, returned, code):
    assert the(code, weighed(packed, returned)).detail["difference"] == abs(packed - returned)


@pytest.mark.parametrize("pair", [(None, 100), (1000, None), (0, 100), (None, None)])
def test_a_weight_that_is_not_known_says_nothing(pair):
    assert not any("weight" in code or "lighter" in code for code in codes(weighed(*pair)))


def test_the_more_is_missing_the_more_it_weighs():
    weights = [the("returned_lighter", weighed(1000, left)).weight for left in (850, 650, 350, 10)]
    assert weights == sorted(weights)
    assert weights[0] < weights[-1]


@pytest.mark.parametrize(
    ("taken", "seen"),
    [
        ("2026-10-20T10:00:00", True),
        ("2026-10-20T10:00:00+08:00", True),
        ("2026-10-31T10:00:00", False),  # another zone or a clock that is a day off
        ("2026-11-05T10:00:00", False),
        ("1970-01-01T00:00:00", False),  # a clock that was never set
        ("yesterday", False),
        (None, False),
    ],
)
def test_a_photo_older_than_the_shipment_is_noted_only_when_that_is_certain(taken, seen):
    assert ("taken_before_shipment" in codes(claimed_at(taken))) is seen


def test_without_a_time_of_shipment_no_photo_is_early():
    file = replace(claimed_at("2026-10-01T00:00:00"), shipment=shipment())
    assert "taken_before_shipment" not in codes(file)


def test_a_few_cases_are_nothing_and_many_are_still_only_a_hint():
    quiet = compared(Outcome.same_item, buyer="b")
    assert "frequent_cases" not in codes(replace(quiet, others=others(2)))
    many = replace(quiet, others=others(30))
    assert judged(many).level is Level.low
    assert the("frequent_cases", many).detail["count"] == 30


def test_cases_of_long_ago_do_not_count():
    old = tuple(replace(each, created="2025-01-01T00:00:00.000Z") for each in others(9))
    assert "frequent_cases" not in codes(replace(compared(Outcome.same_item), others=old))


def test_insured_returns_count_when_this_one_is_an_insured_return_too():
    returns = others(6, kind=CaseKind.return_refund)
    file = CaseFile(
        case=case(kind=CaseKind.return_refund, buyer="b"),
        shipment=shipment(freight_insurance=True),
        packing=(photo("P1", PhotoRole.packing),),
        others=returns,
        insured_orders=frozenset(each.order_id for each in returns[:5]),
    )
    assert the("frequent_insured_returns", file).detail["count"] == 5
    assert judged(file).level is Level.medium
    assert judged(file).scenario.id == "freight_insurance"
    uninsured = replace(file, shipment=shipment(freight_insurance=False))
    assert "frequent_insured_returns" not in codes(uninsured)
    kept = replace(file, case=case(kind=CaseKind.refund_only, buyer="b"))
    assert "frequent_insured_returns" not in codes(kept)


@pytest.mark.parametrize("flag", ["10001", "riskCode:10001", "风险预警", "平台风险预警（高）"])
def test_a_mark_of_the_platform_asks_to_check(flag):
    file = compared(Outcome.same_item, platform_flags=("极速退款", flag))
    assert judged(file).level is Level.medium
    assert the("platform_mark", file).detail == {"flag": flag}


def test_while_the_photos_leave_it_open_neither_history_nor_a_mark_says_more():
    file = compared(Outcome.inconclusive, platform_flags=("10001",), buyer="b")
    busy = replace(file, others=others(9))
    for each in (busy, without_packing(busy)):
        assert judged(each).level is Level.unknown
        assert {"platform_mark", "frequent_cases"} <= codes(each)


@pytest.mark.parametrize("flag", ["极速退款", "100012", "无", ""])
def test_other_labels_of_the_platform_say_nothing(flag):
    assert "platform_mark" not in codes(compared(Outcome.same_item, platform_flags=(flag,)))


def test_every_signal_says_where_it_can_be_seen():
    file = replace(
        compared(
            Outcome.different_item,
            platform_flags=("10001",),
            return_weight_g=10,
            delivered=SHIPPED,
            reason="14",
        ),
        repeats=(repeat(),),
        others=others(9),
        shipment=shipment(weight_g=900),
    )
    found = judged(file).signals
    assert len(found) >= 6
    assert all(signal.evidence for signal in found)
