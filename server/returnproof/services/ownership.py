"""The one commit that gives photos to an order or a case, with the comparisons they call for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from returnproof.domain.case import Case
from returnproof.domain.errors import Invalid, NotFound
from returnproof.domain.photo import Photo
from returnproof.domain.shipment import Shipment
from returnproof.services import cases, comparisons, offers, parcels, repeats, shipments
from returnproof.services.assessments import settle, touched_by
from returnproof.services.clock import now
from returnproof.services.comparisons import Plan
from returnproof.services.ports import Records
from returnproof.services.records import Commit, Event, Index

MOST_PER_OWNER: Final = 200


@dataclass(frozen=True, slots=True)
class Ownership:
    """Each method is one try: it raises VersionConflict when somebody was quicker.

    They answer with the photos as they are recorded, in the order given, and with what became
    necessary. Nothing is written when nothing changes.
    """

    records: Records
    shop: str

    def packing(self, order_id: str, photos: Sequence[Photo]) -> tuple[tuple[Photo, ...], Plan]:
        """Makes the shipment when there is none yet."""
        moment = now()
        old = self.records.get(self.shop, Shipment, order_id)
        base = old or Shipment(order_id=order_id, created=moment, updated=moment)
        new = replace(base, photos=_joined(base.photos, photos))
        # Where the order is a waybill, its photos are also those of the orders sent under it.
        orders = (new, *parcels.followers(self.records, self.shop, new))
        plan = comparisons.plan_for_orders(self.records, self.shop, orders)
        fresh, kept = self._fresh(photos)
        ids = [each.order_id for each in orders]
        before = self.records.get_many(self.shop, Shipment, ids)
        changed = [each for each, was in zip(orders, before, strict=True) if each != was]
        if fresh or changed or plan.writes:
            touched = touched_by(self.records, self.shop, shipments=orders)
            written = changed or [new]
            rest = [each for each in orders if each not in written]
            self._commit(
                [replace(each, updated=moment) for each in written],
                fresh,
                replace(plan, unchanged=(*plan.unchanged, *rest)),
                [shipments.changed(each.order_id) for each in written],
                touched,
            )
            settle(self.records, self.shop, touched, shipments=orders)
        return kept, plan

    def concerned(self, order_id: str) -> set[str]:
        """The orders that packing photos of `order_id` belong to, and the cases of all of them."""
        orders = (order_id, *parcels.followers_of(self.records, self.shop, order_id))
        cases = [self.records.find(self.shop, Index.case_order, each) for each in orders]
        return {*orders, *(each for found in cases for each in found)}

    def of_case(self, refund_id: str, photos: Sequence[Photo]) -> tuple[tuple[Photo, ...], Plan]:
        """Raises NotFound."""
        old = self.records.get(self.shop, Case, refund_id)
        if old is None:
            raise NotFound("case")
        new = replace(old, photos=_joined(old.photos, photos))
        plan = comparisons.plan_for_case(self.records, self.shop, old, photos)
        fresh, kept = self._fresh(photos)
        # Behind the comparisons with the packing photos: those are what is waited for.
        again = repeats.plan(self.records, self.shop, old, fresh)
        shown = offers.plan(self.records, self.shop, fresh)
        plan = replace(plan, writes=(*plan.writes, *again, *shown))
        if fresh or new != old or plan.writes or plan.deletes:
            event = cases.changed(refund_id)
            touched = touched_by(self.records, self.shop, cases=[old], photos=fresh)
            self._commit([replace(new, updated=now())], fresh, plan, [event], touched)
            settle(self.records, self.shop, touched, cases=[new], photos=fresh)
        return kept, plan

    def _commit(
        self,
        owners: Sequence[Shipment | Case],
        fresh: Sequence[Photo],
        plan: Plan,
        events: Sequence[Event],
        touched: frozenset[str],
    ) -> None:
        self.records.commit(
            self.shop,
            Commit(
                writes=(*owners, *fresh, *plan.writes),
                deletes=plan.deletes,
                unchanged=plan.unchanged,
                events=(*events, *plan.events),
                touched=tuple(touched),
            ),
        )

    def _fresh(self, photos: Sequence[Photo]) -> tuple[tuple[Photo, ...], tuple[Photo, ...]]:
        """Those not yet recorded, and all of them as they are or will be recorded."""
        known = self.records.get_many(self.shop, Photo, [photo.id for photo in photos])
        fresh: dict[str, Photo] = {}
        for photo, old in zip(photos, known, strict=True):
            if old is None:
                fresh.setdefault(photo.id, replace(photo, version=0))
        kept = tuple(old or fresh[photo.id] for photo, old in zip(photos, known, strict=True))
        return tuple(fresh.values()), kept


def _joined(known: tuple[str, ...], photos: Sequence[Photo]) -> tuple[str, ...]:
    """In the order they came, each once. Raises Invalid when there would be too many."""
    joined = tuple(dict.fromkeys((*known, *(photo.id for photo in photos))))
    if len(joined) > MOST_PER_OWNER:
        raise Invalid(errors={"file": [f"count:{MOST_PER_OWNER}"]})
    return joined
