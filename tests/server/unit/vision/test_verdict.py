from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from returnproof import contract
from returnproof.domain.comparison import Outcome, Reason
from returnproof.vision.model import engine
from returnproof.vision.sighting import FAR, Sighting
from returnproof.vision.verdict import decide

NOTHING = Sighting(
    name="a",
    inliers=0,
    share=0.0,
    correlation=0.0,
    item_correlation=0.0,
    overlap=0.0,
    residual=9.0,
    mirrored=False,
    hash_distance=FAR,
    whole_votes=0.0,
    zoom_votes=0.0,
    item_points=0,
    colours=0.9,
    balanced=0.9,
    looks=0.5,
    parts=0.6,
    room=0.5,
)
COPY = replace(
    NOTHING,
    inliers=900,
    share=0.98,
    correlation=0.99,
    item_correlation=0.98,
    overlap=0.9,
    residual=0.2,
    hash_distance=10,
    whole_votes=200,
    zoom_votes=200,
    item_points=220,
    colours=0.99,
)
ITEM = replace(
    NOTHING, inliers=60, share=0.6, residual=1.6, whole_votes=60, zoom_votes=80, item_points=90
)
OTHER = replace(NOTHING, colours=0.3, balanced=0.4, looks=0.0, parts=0.3)
UNIT = some.floats(0, 1)
sightings = some.builds(
    Sighting,
    name=some.sampled_from("abcdef"),
    inliers=some.integers(0, 1200),
    share=UNIT,
    correlation=some.floats(-1, 1),
    item_correlation=some.floats(-1, 1),
    overlap=UNIT,
    residual=some.floats(0, 9),
    mirrored=some.booleans(),
    hash_distance=some.integers(0, 256),
    whole_votes=some.floats(0, 400),
    zoom_votes=some.floats(0, 400),
    item_points=some.integers(0, 400),
    colours=UNIT,
    balanced=UNIT,
    looks=some.floats(-1, 1),
    parts=some.floats(-1, 1),
    room=UNIT,
)


def judge(*seen, faults=()):
    return decide(seen, faults, engine())


def test_each_answer_is_given_for_what_should_give_it():
    assert judge(COPY).outcome is Outcome.same_picture
    assert judge(ITEM).outcome is Outcome.same_item
    assert judge(OTHER, OTHER, OTHER).outcome is Outcome.different_item
    assert judge(NOTHING).outcome is Outcome.inconclusive


def test_without_references_nothing_is_known_and_the_advice_is_to_take_some():
    result = judge()
    assert result.outcome is Outcome.inconclusive
    assert result.best_reference is None
    assert [each.code for each in result.guidance] == ["photograph_before_packing"]


def test_no_match_alone_never_means_another_item():
    for references in (1, 3, 10):
        assert judge(*[NOTHING] * references).outcome is Outcome.inconclusive


def test_one_reference_that_agrees_in_colour_keeps_all_from_saying_another_item():
    alike = replace(OTHER, name="b", balanced=0.85, looks=0.5)
    assert judge(OTHER, OTHER, OTHER, alike).outcome is Outcome.inconclusive


def test_a_faulty_photo_is_never_the_ground_for_saying_another_item():
    for code in ("candidate_dark", "candidate_blurred", "candidate_small", "candidate_bright"):
        result = judge(OTHER, OTHER, OTHER, faults=(Reason(code),))
        assert result.outcome is Outcome.inconclusive
        assert result.guidance[0].code == code.replace("candidate", "retake")
        sound = judge(OTHER, OTHER, OTHER).same_item_probability
        assert sound < 0.05
        assert sound < result.same_item_probability < 0.5


def test_the_same_background_proves_nothing_and_is_said_to():
    desk = replace(NOTHING, inliers=300, share=0.7, residual=1.5, item_points=1)
    result = judge(desk)
    assert result.outcome is Outcome.inconclusive
    assert "background_alike" in {reason.code for reason in result.reasons}


def test_in_one_place_the_light_is_no_excuse_for_other_colours_and_the_place_is_named():
    room = replace(OTHER, balanced=0.9, looks=0.5)
    assert judge(room, room, room).outcome is Outcome.inconclusive
    here = replace(room, room=0.95)
    result = judge(here, here, here)
    assert result.outcome is Outcome.different_item
    assert {"colours_differ", "same_place"} <= {reason.code for reason in result.reasons}


def test_one_place_explains_what_two_photos_share_without_one_item():
    elsewhere, here = (
        replace(ITEM, zoom_votes=5, whole_votes=5, room=room) for room in (0.2, 0.99)
    )
    assert judge(here).same_item_probability <= judge(elsewhere).same_item_probability


def test_a_like_thing_without_a_point_in_common_is_never_called_the_same():
    twin = replace(
        NOTHING,
        looks=1.0,
        parts=1.0,
        colours=1.0,
        balanced=1.0,
        room=0,
    )
    assert judge(replace(twin, zoom_votes=80, whole_votes=80)).outcome is Outcome.same_item
    assert judge(twin, twin, twin).outcome is Outcome.inconclusive


def test_a_mirrored_copy_says_so():
    codes = [each.code for each in judge(replace(COPY, mirrored=True)).reasons]
    assert codes == ["copy_of_reference", "mirrored"]


@given(seen=some.lists(sightings, min_size=1, max_size=4, unique_by=lambda one: one.name))
def test_the_order_of_references_changes_nothing(seen):
    first = judge(*seen)
    assert all(judge(*order) == first for order in permutations(seen))


@given(seen=some.lists(sightings, min_size=3, max_size=3), more=sightings)
def test_a_further_reference_beside_three_never_lowers_a_probability(seen, more):
    assert judge(*seen, more).same_item_probability >= judge(*seen).same_item_probability


MORE = {
    "inliers": some.integers(0, 500),
    "share": some.floats(0, 1),
    "correlation": some.floats(0, 2),
    "item_correlation": some.floats(0, 2),
    "whole_votes": some.floats(0, 300),
    "zoom_votes": some.floats(0, 300),
    "colours": some.floats(0, 1),
    "balanced": some.floats(0, 1),
    "looks": some.floats(0, 1),
    "parts": some.floats(0, 1),
}


@pytest.mark.parametrize("sign", MORE)
@given(data=some.data(), seen=sightings)
def test_more_agreement_never_lowers_a_probability(sign, data, seen):
    raised = getattr(seen, sign) + data.draw(MORE[sign])
    if getattr(seen, sign) <= 1 and not sign.startswith(("inliers", "whole", "zoom")):
        raised = min(1.0, raised)
    more = replace(seen, **{sign: raised})
    before, after = judge(seen), judge(more)
    assert after.same_item_probability >= before.same_item_probability
    assert after.same_picture_probability >= before.same_picture_probability


@given(seen=some.lists(sightings, max_size=5), dark=some.booleans())
def test_every_answer_is_complete_and_in_words(seen, dark):
    result = judge(*seen, faults=(Reason("candidate_dark", {"brightness": 20}),) if dark else ())
    assert 0 <= result.same_item_probability <= 1
    assert 0 <= result.same_picture_probability <= result.same_item_probability or not seen
    assert result.reasons
    if result.outcome in {Outcome.inconclusive, Outcome.different_item}:
        assert result.guidance
    for section, codes in (("reason", result.reasons), ("guidance", result.guidance)):
        for each in codes:
            assert contract.has_text(f"{section}.{each.code}"), each.code


def test_bands_leave_room_between_them():
    bands = engine().bands
    assert 0 < bands.different_one <= bands.different_several < 0.5 < bands.same_item < 1
