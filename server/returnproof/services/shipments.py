"""What was packed: registering, reading and listing shipments."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from returnproof.domain.errors import NotFound
from returnproof.domain.shipment import Shipment
from returnproof.services import comparisons
from returnproof.services.assessments import settle, touched_by
from returnproof.services.clock import now
from returnproof.services.listing import Listing, Query, listing
from returnproof.services.parcels import adopted
from returnproof.services.ports import Queue, Records
from returnproof.services.records import Commit, Event, Index, Order
from returnproof.services.writing import Precondition, always, retried


def get(records: Records, shop: str, order_id: str) -> Shipment:
    """Raises NotFound."""
    found = records.get(shop, Shipment, order_id)
    if found is None:
        raise NotFound
    return found


def put(
    records: Records,
    queue: Queue,
    shop: str,
    order_id: str,
    changes: Mapping[str, Any],
    *,
    precondition: Precondition = always,
) -> tuple[Shipment, bool]:
    """The record after the merge, and whether it is new. No change writes nothing.

    With its waybill come the packing photos that were registered under that.
    """
    found, new, moved = retried(lambda: _put(records, shop, order_id, changes, precondition))
    for comparison_id in comparisons.replan(records, shop, order_id) if moved else ():
        queue.enqueue_comparison(shop, comparison_id)
    return found, new


def _put(
    records: Records,
    shop: str,
    order_id: str,
    changes: Mapping[str, Any],
    precondition: Precondition,
) -> tuple[Shipment, bool, bool]:
    """Also whether its packing photos are others now."""
    old = records.get(shop, Shipment, order_id)
    precondition(old)
    moment = now()
    base = old or Shipment(order_id=order_id, created=moment, updated=moment)
    new, guards = adopted(records, shop, base, replace(base, **changes))
    if old is not None and new == old:
        return old, False, False
    new = replace(new, updated=moment)
    moved = new.photos != base.photos
    plan = comparisons.plan_for_orders(records, shop, [new] if moved else [])
    touched = touched_by(records, shop, shipments=[new])
    records.commit(
        shop,
        Commit(
            writes=(new, *plan.writes),
            deletes=plan.deletes,
            unchanged=(*guards, *plan.unchanged),
            events=(changed(order_id), *plan.events),
            touched=tuple(touched),
        ),
    )
    settle(records, shop, touched, shipments=[new])
    return replace(new, version=new.version + 1), old is None, moved


def page(records: Records, shop: str, query: Query, *, waybill: str | None) -> Listing[Shipment]:
    """Newest change first, or all of one waybill."""
    chosen = (Index.shipment_waybill, waybill) if waybill is not None else None
    return listing(records, shop, Shipment, Order.shipment_updated, query, chosen=chosen)


def changed(order_id: str) -> Event:
    return Event("shipment.changed", {"order_id": order_id})
