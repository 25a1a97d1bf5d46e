"""What the records promise, over each Redis that serves."""

from dataclasses import replace

import pytest
from tests.server.redis import samples

from returnproof.domain.case import Case
from returnproof.domain.errors import Invalid, VersionConflict
from returnproof.domain.photo import Photo
from returnproof.domain.shipment import Mark, MarkKind, Shipment
from returnproof.services.records import Commit, Index, Order
from returnproof.storage.kinds import KINDS


def test_a_record_of_every_kind_comes_back_as_it_was_one_version_on(records, shop):
    written = samples.one_of_each(shop)
    assert {type(record) for record in written} == set(KINDS)
    records.commit(shop, Commit(writes=written))
    for record in written:
        name = getattr(
            record, {"Case": "refund_id", "Shipment": "order_id"}.get(type(record).__name__, "id")
        )
        assert records.get(shop, type(record), name) == replace(record, version=1)


def test_nested_values_come_back(records, shop):
    parcel = samples.shipment(marks=(Mark(MarkKind.serial, "SN-1\n{}"),), photos=("a", "b"))
    records.commit(shop, Commit(writes=[parcel]))
    assert records.get(shop, Shipment, "order-1") == replace(parcel, version=1)


def test_many_come_in_the_order_asked_with_gaps(records, shop):
    records.commit(shop, Commit(writes=[samples.photo("a"), samples.photo("b")]))
    found = records.get_many(shop, Photo, ["b", "no", "a"])
    assert [each and each.id for each in found] == ["b", None, "a"]
    assert records.get_many(shop, Photo, []) == []


def test_a_stale_write_changes_nothing_at_all(records, shop):
    records.commit(shop, Commit(writes=[samples.case(deadline=samples.NOON)]))
    stale = samples.case(status="stale", deadline=None)
    with pytest.raises(VersionConflict):
        records.commit(shop, Commit(writes=[samples.photo(), stale], touched=["refund-1"]))
    assert records.get(shop, Photo, "photo-1") is None
    assert records.get(shop, Case, "refund-1").status is None
    assert records.find(shop, Index.photo_owner, "refund-1") == ()
    assert records.assessment_epochs(shop, ["refund-1"]) == [0]
    assert records.page(shop, Order.case_deadline, after=None, limit=5).total == 1


def test_a_stale_delete_or_witness_refuses_the_commit(records, shop):
    records.commit(shop, Commit(writes=[samples.case(), samples.annotation()]))
    with pytest.raises(VersionConflict):
        records.commit(shop, Commit(deletes=[samples.annotation()]))
    with pytest.raises(VersionConflict):
        records.commit(shop, Commit(writes=[samples.photo()], unchanged=[samples.case()]))
    with pytest.raises(VersionConflict):
        records.commit(
            shop, Commit(writes=[samples.photo()], unchanged=[samples.case("other", version=1)])
        )
    assert records.get(shop, Photo, "photo-1") is None
    witness = records.get(shop, Case, "refund-1")
    records.commit(shop, Commit(writes=[samples.photo()], unchanged=[witness]))
    assert records.get(shop, Case, "refund-1").version == 1


def test_a_new_record_conflicts_with_one_that_exists(records, shop):
    records.commit(shop, Commit(writes=[samples.case()]))
    with pytest.raises(VersionConflict):
        records.commit(shop, Commit(writes=[samples.case()]))


def test_indexes_follow_the_record(records, shop):
    records.commit(shop, Commit(writes=[samples.case(buyer="b1", return_waybill="SF1")]))
    first = records.get(shop, Case, "refund-1")
    records.commit(shop, Commit(writes=[replace(first, buyer="b2", return_waybill=None)]))
    assert records.find(shop, Index.case_buyer, "b1") == ()
    assert records.find(shop, Index.case_buyer, "b2") == ("refund-1",)
    assert records.find(shop, Index.case_waybill, "SF1") == ()
    assert records.find(shop, Index.case_order, "order-1") == ("refund-1",)


def test_a_commit_that_changes_a_record_twice_is_a_mistake_of_ours(records, shop):
    twice = Commit(writes=[samples.case(buyer="a"), samples.case(buyer="b")])
    with pytest.raises(ValueError, match="once"):
        records.commit(shop, twice)
    assert records.get(shop, Case, "refund-1") is None


def test_a_deleted_record_leaves_its_indexes(records, shop):
    records.commit(shop, Commit(writes=[samples.annotation()]))
    records.commit(shop, Commit(deletes=[samples.annotation(version=1)]))
    assert records.find(shop, Index.annotation_subject, "refund-1") == ()
    assert records.page(shop, Order.annotation_created, after=None, limit=5).ids == ()


def test_found_records_come_oldest_first_up_to_the_limit(records, shop):
    times = {
        "new": "2026-11-23T12:00:01Z",
        "old": "2026-11-23T20:00:00+08:00",
        "mid": "2026-11-23T12:00:00.5Z",
    }
    records.commit(
        shop, Commit(writes=[samples.photo(name, created=time) for name, time in times.items()])
    )
    assert records.find(shop, Index.photo_owner, "refund-1") == ("old", "mid", "new")
    assert records.find(shop, Index.photo_owner, "refund-1", limit=2) == ("old", "mid")


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_give_every_record_once_also_at_equal_times(records, shop, newest_first):
    made = [
        samples.case(f"r{number}", updated=f"2026-11-23T12:00:{number // 3:02}Z")
        for number in range(10)
    ]
    records.commit(shop, Commit(writes=made))
    seen, cursor = [], None
    while True:
        page = records.page(
            shop, Order.case_updated, after=cursor, limit=3, newest_first=newest_first
        )
        seen += page.ids
        assert page.total == 10
        if page.next is None:
            break
        cursor = page.next
    expected = [f"r{number}" for number in range(10)]
    assert seen == (expected[::-1] if newest_first else expected)


@pytest.mark.parametrize("cursor", ["", "***", "Zm9v", "a" * 5, "ÿ", "\0", "KA", "=" * 9])
def test_a_cursor_that_is_none_is_refused(records, shop, cursor):
    with pytest.raises(Invalid):
        records.page(shop, Order.case_updated, after=cursor, limit=3)


def test_a_case_without_deadline_is_not_in_that_order(records, shop):
    records.commit(
        shop, Commit(writes=[samples.case("a"), samples.case("b", deadline=samples.NOON)])
    )
    assert records.page(shop, Order.case_deadline, after=None, limit=5, newest_first=False).ids == (
        "b",
    )


def test_a_time_that_is_none_is_refused_and_nothing_written(records, shop):
    with pytest.raises(Invalid):
        records.commit(shop, Commit(writes=[samples.case(deadline="tomorrow")]))
    assert records.get(shop, Case, "refund-1") is None


def test_ids_with_odd_characters_are_ids_like_others(records, shop):
    odd = 'a:b{c}d"e\\f\n退货*?[x]'
    records.commit(
        shop, Commit(writes=[samples.case(odd, order_id=odd, return_waybill=odd)], touched=[odd])
    )
    assert records.get(shop, Case, odd).order_id == odd
    assert records.find(shop, Index.case_order, odd) == (odd,)
    assert records.assessment_epochs(shop, [odd]) == [1]


def test_shops_do_not_see_each_other(records, shop):
    other = f"{shop}-x"
    records.commit(shop, Commit(writes=[samples.case()]))
    records.commit(other, Commit(writes=[samples.case("refund-2")]))
    assert records.get(other, Case, "refund-1") is None
    assert records.find(other, Index.case_order, "order-1") == ("refund-2",)
    assert {shop, other} <= set(records.shops())


def test_a_removed_shop_is_gone_and_its_neighbour_is_not(records, shop):
    neighbour = f"{shop}-x"
    for each in (shop, neighbour):
        records.commit(each, Commit(writes=samples.one_of_each(each), touched=["refund-1"]))
        records.secret(each)
    assert records.delete_shop(shop) == len(KINDS)
    assert records.get(shop, Case, "refund-1") is None
    assert records.find(shop, Index.case_order, "order-1") == ()
    assert records.last_event(shop) == "0"
    assert shop not in records.shops()
    assert records.get(neighbour, Case, "refund-1") is not None
    records.commit(shop, Commit(writes=[samples.case()]))
    assert shop in records.shops()


def test_removing_a_large_shop_takes_several_steps(records, shop):
    made = [samples.photo(f"p{number}", owner=f"o{number}") for number in range(700)]
    records.commit(shop, Commit(writes=made))
    assert records.delete_shop(shop) == 700
    assert records.delete_shop(shop) == 0
