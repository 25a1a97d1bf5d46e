"""Assessments over a real store: gathered, kept, and made again when what they rest on moves."""

from dataclasses import replace

import pytest
from tests.server.redis import samples

from returnproof import contract
from returnproof.domain.case import Case, CaseKind
from returnproof.domain.comparison import ComparisonResult, ComparisonState, Outcome, Reason
from returnproof.domain.errors import NotFound
from returnproof.domain.evidence import EvidenceKind
from returnproof.domain.photo import Fingerprint, Photo, PhotoFacts, PhotoRole
from returnproof.services import assessments
from returnproof.services.assessment_texts import brief, present
from returnproof.services.pseudonyms import id_of_comparison
from returnproof.services.records import Commit


def keep(records, shop, *written):
    records.commit(shop, Commit(writes=written))


def packed(records, shop, order_id="order-1", **fields):
    photo = samples.photo(f"P-{order_id}", role=PhotoRole.packing, owner=order_id, sha256="ee" * 32)
    keep(records, shop, photo, samples.shipment(order_id, photos=(photo.id,), **fields))
    return photo


def claimed(records, shop, refund_id, order_id, *, sha256="ab" * 32, **fields) -> Case:
    photo = samples.photo(f"B-{refund_id}", owner=refund_id, sha256=sha256)
    case = samples.case(refund_id, order_id=order_id, photos=(photo.id,), **fields)
    keep(records, shop, photo, case)
    return case


def decided(records, shop, refund_id, outcome=Outcome.different_item, probability=0.05):
    candidate = f"B-{refund_id}"
    result = ComparisonResult(
        outcome=outcome,
        same_item_probability=probability,
        same_picture_probability=0.01,
        best_reference="P-order-1",
        reasons=(Reason("few_matched_points", {"count": 3}),),
        guidance=(Reason("photograph_marks", {}),),
        elapsed_ms=12,
        engine="test",
    )
    keep(
        records,
        shop,
        samples.comparison(
            id_of_comparison(records.secret(shop), refund_id, candidate),
            refund_id=refund_id,
            candidate=candidate,
            references=("P-order-1",),
            state=ComparisonState.done,
            result=result,
        ),
    )


def level(records, shop, refund_id="refund-1"):
    return assessments.get(records, shop, refund_id)["level"]


def test_a_case_that_does_not_exist_is_said_not_to(records, shop):
    with pytest.raises(NotFound):
        assessments.get(records, shop, "nothing")
    assert assessments.get_many(records, shop, ["nothing", "either"]) == [None, None]


def test_everything_kept_reaches_the_assessment(records, shop):
    packed(records, shop, weight_g=900, freight_insurance=True)
    video = samples.evidence("E1", kind=EvidenceKind.video)
    keep(records, shop, video)
    claimed(
        records,
        shop,
        "refund-1",
        "order-1",
        kind=CaseKind.return_refund,
        reason="发错货",
        return_weight_g=100,
        platform_flags=("10001",),
        evidence=("E1",),
        deadline="2026-11-24T00:00:00Z",
    )
    decided(records, shop, "refund-1")
    document = assessments.get(records, shop, "refund-1")
    assert [each["code"] for each in document["signals"]] == [
        "returned_lighter",
        "claim_different_item",
        "platform_mark",
    ]
    assert document["level"] == "high"
    assert document["packing_photos"] == ["P-order-1"]
    assert document["buyer_photos"] == ["B-refund-1"]
    assert document["deadline"] == "2026-11-24T00:00:00Z"
    done = {each["id"]: each["by"] for each in document["criteria"]}
    assert done["unboxing_video"] == "evidence"
    assert document["comparisons"][0]["outcome"] == "different_item"


def test_no_packing_photo_is_unknown(records, shop):
    claimed(records, shop, "refund-1", "order-1")
    assert level(records, shop) == "unknown"


def test_the_same_picture_for_another_order_is_found_and_for_the_same_order_is_not(records, shop):
    claimed(records, shop, "refund-1", "order-1")
    claimed(records, shop, "refund-2", "order-1")
    first = assessments.get(records, shop, "refund-1")
    assert "picture_in_other_case" not in {each["code"] for each in first["signals"]}
    other = claimed(records, shop, "refund-3", "order-3")
    touched = assessments.touched_by(records, shop, cases=[other])
    assert touched == {"refund-1", "refund-2", "refund-3"}
    records.commit(shop, Commit(touched=tuple(touched)))
    again = assessments.get(records, shop, "refund-1")
    signal = next(each for each in again["signals"] if each["code"] == "picture_in_other_case")
    assert signal["evidence"] == [
        {"type": "photo", "id": "B-refund-1"},
        {"type": "case", "id": "refund-3"},
    ]


def near_photo(photo_id, owner, *, bits, quality=90):
    """A photo whose fingerprint has so many bits of 256 set."""
    pdq = f"{(1 << bits) - 1:064x}"
    facts = PhotoFacts("image/jpeg", 800, 600, Fingerprint("0" * 16, pdq, quality))
    return samples.photo(
        photo_id, owner=owner, sha256=f"{bits:x}{quality:x}".zfill(64), facts=facts
    )


@pytest.mark.parametrize(
    ("bits", "quality", "found"), [(10, 90, True), (24, 90, True), (25, 90, False), (10, 30, False)]
)
def test_a_picture_that_looks_alike_is_a_hint_both_ways(records, shop, bits, quality, found):
    one = near_photo("one", "r1", bits=0)
    keep(records, shop, one, samples.case("r1", order_id="o1", photos=("one",)))
    assessments.get(records, shop, "r1")
    other = near_photo("other", "r2", bits=bits, quality=quality)
    case = samples.case("r2", order_id="o2", photos=("other",))
    touched = assessments.touched_by(records, shop, cases=[case], photos=[other])
    assert touched == ({"r1", "r2"} if found else {"r2"})
    records.commit(shop, Commit(writes=(other, case), touched=tuple(touched)))
    for refund_id in ("r1", "r2"):
        signals = assessments.get(records, shop, refund_id)["signals"]
        assert ("picture_like_other_case" in {each["code"] for each in signals}) is found


def test_a_picture_of_another_shop_is_never_found(records, shop):
    claimed(records, f"{shop}-b", "refund-9", "order-9")
    claimed(records, shop, "refund-1", "order-1")
    assert assessments.get(records, shop, "refund-1")["history"]["cases"] == 0
    assert level(records, shop) == "unknown"


def test_an_answer_is_kept_until_a_commit_touches_its_case(records, shop):
    claimed(records, shop, "refund-1", "order-1")
    before = assessments.get(records, shop, "refund-1")
    case = records.get(shop, Case, "refund-1")
    records.commit(shop, Commit(writes=(replace(case, reason="14", delivered=samples.NOON),)))
    assert assessments.get(records, shop, "refund-1") == before
    records.commit(shop, Commit(touched=("refund-1",)))
    assert assessments.get(records, shop, "refund-1")["level"] == "medium"


def test_an_answer_made_by_other_rules_is_made_again(records, shop):
    claimed(records, shop, "refund-1", "order-1")
    epoch = records.assessment_epochs(shop, ["refund-1"])[0]
    old = b'{"refund_id":"refund-1","level":"high","model_version":"rules-0"}'
    records.cache_assessments(shop, [("refund-1", epoch, old)])
    assert level(records, shop) == "unknown"


def test_a_shipment_touches_the_other_cases_of_its_buyers(records, shop):
    shipment = samples.shipment("order-1")
    keep(records, shop, samples.case("r1", order_id="order-1", buyer="b"))
    keep(records, shop, samples.case("r2", order_id="order-2", buyer="b"))
    keep(records, shop, samples.case("r3", order_id="order-3", buyer="other"))
    assert assessments.touched_by(records, shop, shipments=[shipment]) == {"r1", "r2"}


def test_a_photo_touches_the_cases_that_show_the_same_picture(records, shop):
    claimed(records, shop, "r1", "order-1", sha256="cd" * 32)
    new = samples.photo("new", owner="r2", sha256="cd" * 32)
    assert assessments.touched_by(records, shop, photos=[new]) == {"r1"}


def test_two_cases_of_one_buyer_at_the_same_moment_see_each_other(records, shop):
    for refund_id in ("r1", "r2"):
        keep(records, shop, samples.case(refund_id, order_id=refund_id, buyer="b"))
    assert assessments.get(records, shop, "r1")["history"]["cases"] == 1
    late = samples.case("r3", order_id="r3", buyer="b")
    # As if r1 and r2 had been registered after r3 had looked for its buyer's cases.
    keep(records, shop, late)
    assessments.settle(records, shop, frozenset({"r3"}), cases=[late])
    assert assessments.get(records, shop, "r1")["history"]["cases"] == 2


def test_the_buyers_history_is_counted(records, shop):
    for count in range(4):
        kind = CaseKind.refund_only if count else CaseKind.return_refund
        keep(records, shop, samples.case(f"r{count}", order_id=f"o{count}", buyer="b", kind=kind))
    found = assessments.get(records, shop, "r0")["history"]
    assert found == {"cases": 3, "refunds": 3, "returns": 0}


def test_two_hundred_at_once_keep_their_order_and_name_the_unknown(records, shop):
    ids = [f"r{count}" for count in range(200)]
    records.commit(shop, Commit(writes=[samples.case(each, order_id=each) for each in ids[:199]]))
    found = assessments.get_many(records, shop, ids)
    assert [each and each["refund_id"] for each in found] == [*ids[:199], None]


@pytest.mark.parametrize("language", contract.LANGUAGES)
def test_every_word_is_there_in_both_languages(records, shop, language):
    packed(records, shop)
    claimed(records, shop, "refund-1", "order-1", reason="14", delivered="2026-11-01T02:03:00Z")
    decided(records, shop, "refund-1")
    shown = present(assessments.get(records, shop, "refund-1"), language)
    texts = [
        shown["level_text"],
        shown["reason"],
        shown["next_step"]["text"],
        shown["next_step"]["message"],
        *(each[part] for each in shown["signals"] for part in ("text", "short", "rests_on")),
        *(each["text"] for each in shown["checklist"]["criteria"]),
        *(each["text"] for each in shown["steps"]),
        *(each["text"] for each in shown["comparisons"][0]["reasons"]),
        *(each["text"] for each in shown["comparisons"][0]["guidance"]),
        *shown["facts"],
    ]
    assert all(texts)
    assert not [each for each in texts if "{" in each or (each.count(".") > 1 and " " not in each)]
    assert any("2026-11-01 10:03" in each for each in texts)
    assert [each["id"] for each in shown["steps"] if each["current"]] == ["calm"]


def test_a_brief_says_the_main_reason_and_how_much_is_kept(records, shop):
    packed(records, shop)
    claimed(records, shop, "refund-1", "order-1", reason="质量问题")
    decided(records, shop, "refund-1")
    found = brief(assessments.get(records, shop, "refund-1"), "zh-CN")
    assert found == {
        "refund_id": "refund-1",
        "level": "medium",
        "reason": "买家图与发货图不一致",
        "evidence": {"done": 3, "total": 6},
        "deadline": None,
        "pending": False,
        "scenario": "invented_defect",
    }


def test_the_brief_of_an_unknown_case_says_that_it_is_not_registered():
    found = brief(assessments.unknown_case("r"), "zh-CN")
    assert (found["level"], found["evidence"]) == ("unknown", {"done": 0, "total": 0})
    assert found["reason"] == "本单尚未收录"


def test_a_photo_that_is_gone_is_left_out(records, shop):
    claimed(records, shop, "refund-1", "order-1")
    photo = records.get(shop, Photo, "B-refund-1")
    records.commit(shop, Commit(deletes=(photo,), touched=("refund-1",)))
    assert assessments.get(records, shop, "refund-1")["buyer_photos"] == []
