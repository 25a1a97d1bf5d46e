"""What an assessment promises whatever it is given."""

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.server.unit.case_files import case_files, comparison, others, photo, repeat

from returnproof.domain.assessment import Assessment, assess
from returnproof.domain.case import CaseKind
from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.domain.weighing import Level
from returnproof.services.assessments import rulebook

RANK = {Level.none: 0, Level.unknown: 0, Level.low: 1, Level.medium: 2, Level.high: 3}
COMPARED = (PhotoRole.buyer_claim, PhotoRole.return_inspection)

# A busy machine is no failure of what is tested.
sane = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged(file: CaseFile) -> Assessment:
    return assess(file, rulebook())


@sane
@given(case_files(), st.randoms(use_true_random=False))
def test_the_order_of_anything_changes_nothing(file: CaseFile, chance: random.Random):
    def shuffled(values):
        return tuple(chance.sample(values, len(values)))

    case = replace(
        file.case,
        platform_flags=shuffled(file.case.platform_flags),
        photos=shuffled(file.case.photos),
    )
    again = replace(
        file,
        case=case,
        packing=shuffled(file.packing),
        photos=shuffled(file.photos),
        comparisons=shuffled(file.comparisons),
        evidence=shuffled(file.evidence),
        others=shuffled(file.others),
        repeats=shuffled(file.repeats),
    )
    assert judged(again) == judged(file)


@sane
@given(case_files())
def test_numbers_stay_in_their_ranges(file: CaseFile):
    found = judged(file)
    assert 0 <= found.confidence <= 1
    assert found.score >= 0
    assert all(-4 <= signal.weight <= 4 for signal in found.signals)
    assert (found.level is Level.unknown) <= (found.confidence == 0)


@sane
@given(case_files(), st.sampled_from(COMPARED), st.floats(0, 0.5))
def test_one_more_photo_of_another_thing_never_lowers_the_level(file, role, same):
    new = photo("N1", role)
    more = replace(
        file,
        packing=file.packing or (photo("P1", PhotoRole.packing),),
        photos=(*file.photos, new),
        comparisons=(*file.comparisons, comparison("N1", Outcome.different_item, same_item=same)),
    )
    assert judged(more).score >= judged(file).score
    assert RANK[judged(more).level] >= RANK[judged(file).level]


@sane
@given(case_files(), st.sampled_from(COMPARED), st.floats(0.5, 1))
def test_one_more_photo_of_the_very_thing_never_raises_the_score(file, role, same):
    more = replace(
        file,
        photos=(*file.photos, photo("N1", role)),
        comparisons=(*file.comparisons, comparison("N1", Outcome.same_item, same_item=same)),
    )
    assert judged(more).score <= judged(file).score


@sane
@given(case_files(), st.integers(1, 20))
def test_one_more_case_of_the_buyer_never_lowers_the_level(file: CaseFile, count: int):
    more = replace(file, others=(*file.others, *others(12 + count)[12:]))
    assert judged(more).score >= judged(file).score
    assert RANK[judged(more).level] >= RANK[judged(file).level]


@sane
@given(case_files())
def test_a_repeated_picture_never_lowers_the_level(file: CaseFile):
    more = replace(file, repeats=(*file.repeats, repeat()))
    assert RANK[judged(more).level] >= RANK[judged(file).level]


@sane
@given(case_files(), st.integers(0, 60))
def test_history_and_a_mark_of_the_platform_never_say_high(file: CaseFile, count: int):
    kinds = others(count, kind=CaseKind.return_refund)
    quiet = CaseFile(
        case=replace(
            file.case, delivered=None, return_weight_g=None, platform_flags=("10001", "风险预警")
        ),
        shipment=file.shipment,
        packing=file.packing,
        others=kinds,
        insured_orders=frozenset(each.order_id for each in kinds),
    )
    assert judged(quiet).level is not Level.high


@sane
@given(case_files())
def test_a_missing_packing_photo_is_never_held_against_anyone(file: CaseFile):
    bare = replace(file, packing=(), comparisons=())
    found = judged(bare)
    assert found.level not in {Level.none, Level.low}
    positive = {signal.code for signal in found.signals if signal.weight > 0}
    if not positive:
        assert found.level is Level.unknown
    assert positive <= {signal.code for signal in judged(file).signals if signal.weight > 0}


@sane
@given(case_files())
def test_photos_that_settle_nothing_weigh_nothing(file: CaseFile):
    undecided = replace(
        file,
        comparisons=tuple(
            replace(
                each,
                result=each.result and replace(each.result, outcome=Outcome.inconclusive),
            )
            for each in file.comparisons
        ),
    )
    groups = rulebook().group_of
    assert all(
        signal.weight == 0 or groups(signal.code).id not in {"claim", "return"}
        for signal in judged(undecided).signals
    )


@sane
@given(case_files())
def test_a_criterion_that_is_met_stays_met_when_more_is_kept(file: CaseFile):
    more = replace(file, photos=(*file.photos, photo("N1"), photo("N2", PhotoRole.chat)))
    scenario = judged(file).scenario.id
    chosen = [replace(each, case=replace(each.case, scenario=scenario)) for each in (file, more)]
    before, after = (judged(each).criteria for each in chosen)
    assert all(one.done <= other.done for one, other in zip(before, after, strict=True))
