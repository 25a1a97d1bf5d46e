"""The sample shop's cases: plausible to the platform's own rules, and known to nobody else."""

import json
import subprocess
from importlib import resources
from pathlib import Path

import pytest

from returnproof.sample.catalogue import cases
from returnproof.sample.drawing import wanted

ROOT = Path(__file__).resolve().parents[4]
OWN = "server/returnproof/sample/cases/"
# An answer belongs to the engine and the rules; the data says what is drawn and shown.
ANSWERS = ("same_item", "different_item", "same_picture", "inconclusive", "level", "verdict")


@pytest.fixture(scope="module")
def platform():
    text = (resources.files("returnproof.shared") / "platforms" / "kuaishou.json").read_text()
    return json.loads(text)


def tracked():
    """Every file of the repository that is ours to read."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: there is no list of our own files")
    return [each for each in listed.stdout.decode().split("\0") if each]


def test_there_are_at_least_twelve_cases_with_ids_of_their_own():
    found = cases()
    assert len(found) >= 12
    assert len({each.refund_id for each in found}) == len(found)
    assert len({each.order_id for each in found}) == len(found)


def test_they_use_every_word_the_platform_has_for_what_these_buyers_want(platform):
    reasons, kinds = platform["enums"]["reason"], set(platform["enums"]["kind"].values())
    for case in cases():
        assert case.reason_desc.startswith(reasons[str(case.reason)]), case.refund_id
        assert case.kind in kinds
        assert str(case.status) in platform["enums"]["status"]


def test_they_cover_what_the_shop_is_there_to_show():
    found = cases()
    shots = [shot for case in found for shot in (*case.claims, *case.inspection)]
    assert {case.kind for case in found} >= {"refund_only", "return_refund", "exchange", "resend"}
    assert any(not case.packing and case.claims for case in found), "no packing photo"
    assert any(not case.received for case in found), "signed for and said not to have arrived"
    assert any(shot.copy and shot.copy.of == "claims" for shot in shots), "a picture used twice"
    assert any(shot.copy and shot.copy.of == "packing" for shot in shots), "the seller's own"
    assert any(shot.changes.get("kind") == "parcel" for shot in shots), "an empty box"
    assert any(shot.changes.get("wear", 0) > 0.5 for shot in shots), "a used one"
    assert any(shot.changes.get("count") for shot in shots), "a part of the order"
    assert any("design" in shot.changes for shot in shots), "another thing"
    assert any(shot.view and shot.view.blur > 2 for shot in shots), "a blurred photo"
    buyers = [case.buyer.id for case in found if case.freight_insurance]
    assert max(map(buyers.count, buyers)) >= 4, "one buyer's returns with freight insurance"


def test_time_runs_forward_in_every_case():
    for case in cases():
        shipped_before_delivered = case.shipped_h < case.delivered_h
        assert shipped_before_delivered, case.refund_id
        assert case.delivered_h < case.applied_h < case.deadline_h, case.refund_id
        moments = [each.h for each in case.history]
        assert max(moments) <= 0, case.refund_id


def test_each_pair_is_taken_from_different_viewpoints():
    for case in cases():
        views = [each.view for each in wanted(case, 0.0)]
        places = {(view.around, view.above, view.far, view.ground) for view in views}
        copies = sum(bool(shot.copy) for shot in case.claims)
        assert len(places) >= len(views) - copies, case.refund_id


def test_the_data_holds_no_answers():
    folder = resources.files("returnproof.sample") / "cases"
    for entry in folder.iterdir():
        if entry.name.endswith(".json"):
            text = entry.read_text(encoding="utf-8")
            assert not [each for each in ANSWERS if f'"{each}"' in text], entry.name


def test_no_code_rule_or_text_knows_a_sample_id():
    found = cases()
    ids = {each.refund_id for each in found} | {each.order_id for each in found}
    ids |= {each.buyer.id for each in found} | {each.thing.unit for each in found}
    needles = [each.encode() for each in ids]
    places = ("server/", "shared/", "extension/", "sample/", "scripts/")
    for name in tracked():
        if not name.startswith(places) or name.startswith(OWN):
            continue
        content = (ROOT / name).read_bytes()
        assert not [each for each in needles if each in content], name
