"""Whatever is committed, the indexes say what the records say."""

import secrets
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.server.redis import samples

from returnproof.domain.case import Case
from returnproof.domain.errors import VersionConflict
from returnproof.services.records import Commit, Index, Order
from returnproof.storage import keys
from returnproof.storage.documents import Documents
from returnproof.storage.inspection import RedisInspection

NAMES = st.sampled_from(["a", "b", "c", "退1"])
TIMES = st.one_of(st.none(), st.datetimes().map(lambda time: f"{time.isoformat()}Z"))
VALUES = st.one_of(st.none(), st.sampled_from(["x", "y", "{z}:*"]))
CASES = st.builds(
    dict,
    refund_id=NAMES,
    buyer=VALUES,
    return_waybill=VALUES,
    deadline=TIMES,
    order_id=st.text(min_size=1, max_size=5),
)
# Of each step: what is written, what is deleted, and whether from a stale version.
STEPS = st.lists(
    st.tuples(
        st.lists(CASES, max_size=3, unique_by=lambda case: case["refund_id"]),
        st.sets(NAMES, max_size=2),
        st.booleans(),
    ),
    max_size=8,
)


def commit(records, shop, model, step):
    """The same in the model: a plain dictionary of what must be there."""
    written, deleted, stale = step
    made = [samples.case(**fields) for fields in written]
    deleted = deleted & model.keys() - {case.refund_id for case in made}
    versions = {name: case.version for name, case in model.items()}
    writes = [replace(case, version=versions.get(case.refund_id, 0) + stale) for case in made]
    try:
        records.commit(shop, Commit(writes=writes, deletes=[model[name] for name in deleted]))
    except VersionConflict:
        assert stale
        return
    for name in deleted:
        del model[name]
    model.update({case.refund_id: replace(case, version=case.version + 1) for case in writes})


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_indexes_are_what_the_records_would_give(records, steps):
    shop = f"shop-{secrets.token_hex(4)}"
    model = {}
    for step in steps:
        commit(records, shop, model, step)
    assert {name: records.get(shop, Case, name) for name in model} == model
    assert list(RedisInspection(records.door).index_faults(shop)) == []
    for value in ("x", "y", "{z}:*"):
        expected = {name for name, case in model.items() if case.buyer == value}
        assert set(records.find(shop, Index.case_buyer, value)) == expected
    due = records.page(shop, Order.case_deadline, after=None, limit=10, newest_first=False)
    assert due.total == len(due.ids) == sum(case.deadline is not None for case in model.values())
    assert [model[name].deadline for name in due.ids] == sorted(
        (case.deadline for case in model.values() if case.deadline), key=_comparable
    )
    records.delete_shop(shop)


def _comparable(time):
    whole, _, fraction = time.removesuffix("Z").partition(".")
    return whole, fraction.ljust(6, "0")


def test_every_key_of_a_shop_is_in_its_slot(records, shop):
    records.commit(shop, Commit(writes=samples.one_of_each(shop), touched=["refund-1"]))
    records.secret(shop)
    tag = f"{{{shop}}}"
    found = {key.decode() for key in records.door.client.scan_iter("*") if shop.encode() in key}
    assert len(found) > 20
    assert all(key.startswith(f"rp:{tag}:") for key in found)


def test_one_read_finds_a_token_and_one_a_list(records, shop, monkeypatch):
    reads = []
    monkeypatch.setattr(records.door, "read", lambda *command: reads.append(command[0]))
    Documents(records.door).token_by_secret(shop, "ab")
    assert reads == ["GET"]


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
def test_the_first_and_last_times_have_their_place(records, shop, value):
    records.commit(
        shop,
        Commit(writes=[samples.case(deadline=value), samples.case("mid", deadline=samples.NOON)]),
    )
    ids = records.page(shop, Order.case_deadline, after=None, limit=3, newest_first=False).ids
    assert ids == (("refund-1", "mid") if value < samples.NOON else ("mid", "refund-1"))


def test_the_prefix_is_the_only_author_of_a_shops_keys():
    assert keys.document("a-1", "case", "x").startswith("rp:{a-1}:")
