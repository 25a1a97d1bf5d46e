"""Assessments, events, tokens, secrets and pairing codes, over each Redis that serves."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.server.redis import samples

from returnproof.domain.access import PairingCode, Role
from returnproof.domain.case import Case
from returnproof.domain.errors import Invalid, VersionConflict
from returnproof.services.records import Commit, Event
from returnproof.storage.documents import EVENTS_HELD


def test_a_kept_assessment_goes_when_a_commit_touches_its_case(records, shop):
    [epoch] = records.assessment_epochs(shop, ["r"])
    records.cache_assessments(shop, [("r", epoch, b"level")])
    assert records.cached_assessment(shop, ["x", "r"]) == [None, b"level"]
    records.commit(shop, Commit(touched=["r"]))
    assert records.cached_assessment(shop, ["r"]) == [None]
    assert records.assessment_epochs(shop, ["r"]) == [epoch + 1]


def test_an_assessment_computed_before_a_commit_is_not_kept_after_it(records, shop):
    [epoch] = records.assessment_epochs(shop, ["r"])
    records.commit(shop, Commit(touched=["r"]))
    records.cache_assessments(shop, [("r", epoch, b"of yesterday")])
    assert records.cached_assessment(shop, ["r"]) == [None]


def test_no_ids_need_no_answer(records, shop):
    assert records.cached_assessment(shop, []) == []
    assert records.assessment_epochs(shop, []) == []


def test_events_come_in_order_and_resume_behind_the_last_seen(records, shop):
    assert records.last_event(shop) == "0"
    for number in range(3):
        records.commit(shop, Commit(events=[Event("case.changed", {"refund_id": f"退{number}"})]))
    found = records.events(shop, "0")
    assert [each.data["refund_id"] for each in found] == ["退0", "退1", "退2"]
    assert [each.id for each in records.events(shop, found[0].id)] == [
        each.id for each in found[1:]
    ]
    assert records.last_event(shop) == found[-1].id
    assert records.events(shop, "0", limit=2) == found[:2]
    assert records.events(shop, found[-1].id) == []


def test_a_refused_commit_tells_nobody(records, shop):
    with pytest.raises(VersionConflict):
        records.commit(
            shop, Commit(writes=[samples.case(version=4)], events=[Event("case.changed", {})])
        )
    assert records.events(shop, "0") == []


def test_old_events_make_room(records, shop):
    events = [Event("case.changed", {"refund_id": "r"})] * 1000
    for _ in range(5):
        records.commit(shop, Commit(events=events))
    assert EVENTS_HELD <= len(records.events(shop, "0", limit=9999)) < EVENTS_HELD + 300


@pytest.mark.parametrize("after", ["", "x", "-", "1-", "9" * 30, "1-2-3", "+", "$", "１"])
def test_a_last_event_id_that_is_none_is_refused(records, shop, after):
    with pytest.raises(Invalid):
        records.events(shop, after)


def test_a_token_is_found_by_its_secret_until_the_secret_changes(records, shop):
    first, second = (hashlib.sha256(text).hexdigest() for text in (b"1", b"2"))
    records.commit(shop, Commit(writes=[samples.token(shop=shop, secret_sha256=first)]))
    found = records.token_by_secret(shop, first)
    assert found == samples.token(shop=shop, secret_sha256=first, version=1)
    records.commit(
        shop, Commit(writes=[replace(found, last_used=samples.NOON, secret_sha256=second)])
    )
    assert records.token_by_secret(shop, first) is None
    assert records.token_by_secret(shop, second).last_used == samples.NOON
    records.commit(shop, Commit(deletes=[records.token_by_secret(shop, second)]))
    assert records.token_by_secret(shop, second) is None


def test_a_shop_has_one_secret_whoever_asks_first(records, shop):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: records.secret(shop), range(16)))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert records.secret(f"{shop}-x") != records.secret(shop)


def test_a_pairing_code_is_taken_once(records, shop):
    pairing = PairingCode(shop, Role.owner, samples.NOON)
    records.add_pairing(f"code of {shop}", pairing, 60)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: records.take_pairing(f"code of {shop}"), range(8)))
    assert sorted(taken, key=str) == sorted([pairing] + [None] * 7, key=str)


def test_a_pairing_code_ends_by_itself(records, shop):
    records.add_pairing(shop, PairingCode(shop, Role.owner, samples.NOON), 1)
    key = f"rp:pairing:{shop}"
    assert 0 < records.door.read("PTTL", key) <= 1000


def test_writers_at_once_lose_no_step(records, shop):
    records.commit(shop, Commit(writes=[samples.case(amount_fen=0)]))

    def add(_: int) -> None:
        while True:
            now = records.get(shop, Case, "refund-1")
            try:
                records.commit(shop, Commit(writes=[replace(now, amount_fen=now.amount_fen + 1)]))
            except VersionConflict:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    assert records.get(shop, Case, "refund-1").amount_fen == 40
    assert records.get(shop, Case, "refund-1").version == 41
