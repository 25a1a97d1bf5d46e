"""Optimistic writing: tried again while others are quicker, and given up in words."""

import pytest

from returnproof.domain.errors import StaleWrite, StorageUnavailable, VersionConflict
from returnproof.services import writing


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(writing.time, "sleep", lambda seconds: None)


def test_it_is_tried_again_until_it_goes_through():
    conflicts = [VersionConflict()] * 5

    def step():
        if conflicts:
            raise conflicts.pop()
        return "done"

    assert writing.retried(step) == "done"


def test_a_callers_own_condition_is_final():
    tried = []

    def step():
        tried.append(1)
        raise StaleWrite

    with pytest.raises(StaleWrite):
        writing.retried(step)
    assert tried == [1]


def test_others_may_not_hold_it_up_for_ever():
    def step():
        raise VersionConflict

    with pytest.raises(StorageUnavailable) as caught:
        writing.retried(step)
    assert caught.value.members["retry_after"] == 1
