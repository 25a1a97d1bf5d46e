import random

import pytest

from returnproof.domain.comparison import ComparisonResult, Outcome
from returnproof.services.accuracy import (
    Judged,
    TaskAccuracy,
    accuracy,
    area_under_curve,
    expected_calibration_error,
    true_positive_rate,
)


def result(outcome, item, picture=0.0):
    return ComparisonResult(outcome, item, picture, "a", (), (), 1, "test")


def test_the_area_under_the_curve_is_the_chance_that_a_same_pair_scores_above_a_different_one():
    dice = random.Random(1)
    scores = [(round(dice.gauss(same, 1.0), 1), bool(same)) for same in (0, 1) for _ in range(60)]
    wins = [
        1.0 if one > other else 0.5 if one == other else 0.0
        for one, same in scores
        if same
        for other, also in scores
        if not also
    ]
    assert area_under_curve(scores) == pytest.approx(sum(wins) / len(wins))


def test_no_figure_is_made_up_where_only_one_label_is_there():
    assert area_under_curve([(0.3, True), (0.4, True)]) is None
    assert true_positive_rate([(0.3, False)], 0.01) is None


def test_the_true_positive_rate_allows_no_more_false_alarms_than_asked():
    scores = [(place / 200, False) for place in range(200)]
    scores += [(0.991, True), (0.986, True), (0.5, True), (0.1, True)]
    # One in a hundred of 200 is two: only the two highest of them may stand above the threshold.
    assert true_positive_rate(scores, 0.01) == 0.5
    assert true_positive_rate(scores, 0.0) == 0.0


def test_probabilities_that_mean_what_they_say_have_no_calibration_error():
    honest = [(0.25, place < 25) for place in range(100)]
    boastful = [(0.95, place < 50) for place in range(100)]
    assert expected_calibration_error(honest) == pytest.approx(0.0)
    assert expected_calibration_error(boastful) == pytest.approx(0.45)


def test_each_task_is_measured_by_the_probability_and_outcome_it_asks_for():
    rows = [
        Judged("same_picture", same=True, result=result(Outcome.same_picture, 0.99, 0.98)),
        Judged("same_picture", same=False, result=result(Outcome.same_item, 0.97, 0.1)),
        Judged("same_item", same=True, result=result(Outcome.same_picture, 0.99, 0.98)),
        Judged("same_item", same=True, result=result(Outcome.different_item, 0.01)),
        Judged("same_item", same=False, result=result(Outcome.inconclusive, 0.4)),
    ]
    item, picture = accuracy(rows)
    assert (picture.task, picture.auc, picture.precision_same) == ("same_picture", 1.0, 1.0)
    assert (item.task, item.rows, item.precision_same) == ("same_item", 3, 1.0)
    assert item.precision_different == 0.0
    assert item.outcomes["inconclusive"] == pytest.approx(1 / 3)
    assert len(item.row().split()) == len(TaskAccuracy.heading().split())
