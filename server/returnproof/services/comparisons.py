"""Which comparisons a case needs. Doing them is services/comparing.py's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison, ComparisonState
from returnproof.domain.errors import NotFailed, NotFound
from returnproof.domain.photo import COMPARED_ROLES, Photo, PhotoRole
from returnproof.domain.shipment import Shipment
from returnproof.services.clock import now
from returnproof.services.ports import Queue, Records
from returnproof.services.pseudonyms import id_of_comparison
from returnproof.services.records import Commit, Event, Index, Record
from returnproof.services.writing import retried


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be part of the commit that makes it necessary."""

    writes: tuple[Comparison, ...] = ()
    deletes: tuple[Comparison, ...] = ()
    unchanged: tuple[Record, ...] = ()

    @property
    def pending(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.writes)

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(changed(each) for each in self.writes)


NOTHING = Plan()


def get(records: Records, shop: str, comparison_id: str) -> Comparison:
    """Raises NotFound."""
    found = records.get(shop, Comparison, comparison_id)
    if found is None:
        raise NotFound
    return found


def plan_for_case(records: Records, shop: str, case: Case, newcomers: Sequence[Photo] = ()) -> Plan:
    """Every candidate of the case, and the `newcomers` not yet recorded, against its order."""
    shipment = records.get(shop, Shipment, case.order_id)
    # Version 0 says "still none": packing photos that arrive in between make the commit fail.
    guard = shipment or Shipment(order_id=case.order_id, created="", updated="")
    candidates = (*_candidates(records, shop, [case]), *_of(newcomers, case))
    planned = plan(records, shop, candidates, guard.photos)
    return replace(planned, unchanged=(guard,))


def plan_for_orders(records: Records, shop: str, orders: Iterable[Shipment]) -> Plan:
    """Every candidate of the orders' cases against the packing photos, as given from now on."""
    whole = NOTHING
    for order in orders:
        ids = records.find(shop, Index.case_order, order.order_id)
        cases = [each for each in records.get_many(shop, Case, ids) if each is not None]
        part = plan(records, shop, _candidates(records, shop, cases), order.photos)
        whole = Plan(
            (*whole.writes, *part.writes),
            (*whole.deletes, *part.deletes),
            (*whole.unchanged, *cases),
        )
    return whole


def replan(records: Records, shop: str, order_id: str) -> tuple[str, ...]:
    """The second look, after an order's packing photos changed; every comparison that waits.

    A case that came up between the first look and the commit is found by it.
    """

    def step() -> None:
        order = records.get(shop, Shipment, order_id)
        if order is None:
            return
        late = plan_for_orders(records, shop, [order])
        if late.writes or late.deletes:
            records.commit(
                shop,
                Commit(
                    writes=late.writes,
                    deletes=late.deletes,
                    unchanged=(order, *late.unchanged),
                    events=late.events,
                    touched=tuple({each.refund_id for each in (*late.writes, *late.deletes)}),
                ),
            )

    retried(step)
    return tuple(_waiting(records, shop, order_id))


def plan(
    records: Records,
    shop: str,
    candidates: Iterable[tuple[str, str]],
    references: tuple[str, ...],
) -> Plan:
    """`candidates` as (refund id, photo id). What already rests on `references` stays as it is."""
    secret = records.secret(shop)
    wanted = {id_of_comparison(secret, *each): each for each in candidates}
    known = records.get_many(shop, Comparison, list(wanted))
    moment = now()
    writes: list[Comparison] = []
    deletes: list[Comparison] = []
    for (comparison_id, (refund_id, photo_id)), old in zip(wanted.items(), known, strict=True):
        if not references:
            deletes += [old] if old is not None else []
        elif old is None or old.references != references:
            fresh = Comparison(
                id=comparison_id,
                refund_id=refund_id,
                candidate=photo_id,
                references=references,
                state=ComparisonState.pending,
                created=old.created if old else moment,
                updated=moment,
                version=old.version if old else 0,
            )
            writes.append(fresh)
    return Plan(tuple(writes), tuple(deletes))


def retry(records: Records, queue: Queue, shop: str, comparison_id: str) -> Comparison:
    """Puts a failed one back to work. Raises NotFound, NotFailed."""

    def step() -> Comparison:
        old = get(records, shop, comparison_id)
        if old.state is not ComparisonState.failed:
            raise NotFailed
        again = replace(old, state=ComparisonState.pending, attempts=0, problem=None, updated=now())
        commit_one(records, shop, again)
        return replace(again, version=again.version + 1)

    again = retried(step)
    queue.enqueue_comparison(shop, comparison_id)
    return again


def commit_one(records: Records, shop: str, comparison: Comparison) -> None:
    """Raises VersionConflict when its references changed since it was read."""
    photos = records.get_many(shop, Photo, comparison.references)
    # A picture that another case gave as well concerns that case too.
    others = {each.owner for each in photos if each and each.role is PhotoRole.buyer_claim}
    records.commit(
        shop,
        Commit(
            writes=(comparison,),
            events=(changed(comparison),),
            touched=tuple({comparison.refund_id, *others}),
        ),
    )


def changed(comparison: Comparison) -> Event:
    data = {"refund_id": comparison.refund_id, "comparison": comparison.id}
    return Event("comparison.changed", data)


def _waiting(records: Records, shop: str, order_id: str) -> Iterable[str]:
    for refund_id in records.find(shop, Index.case_order, order_id):
        ids = records.find(shop, Index.comparison_case, refund_id)
        for each in records.get_many(shop, Comparison, ids):
            if each is not None and each.state is ComparisonState.pending:
                yield each.id


def _candidates(records: Records, shop: str, cases: Sequence[Case]) -> list[tuple[str, str]]:
    owners = [(case.refund_id, photo_id) for case in cases for photo_id in case.photos]
    photos = records.get_many(shop, Photo, [photo_id for _, photo_id in owners])
    return [
        owner
        for owner, photo in zip(owners, photos, strict=True)
        if photo is not None and photo.role in COMPARED_ROLES
    ]


def _of(newcomers: Sequence[Photo], case: Case) -> list[tuple[str, str]]:
    return [(case.refund_id, photo.id) for photo in newcomers if photo.role in COMPARED_ROLES]
