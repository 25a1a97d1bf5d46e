"""What was packed: registering, reading and listing shipments."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from returnproof.domain.errors import NotFound
from returnproof.domain.shipment import Shipment
from returnproof.services.assessments import touched_by
from returnproof.services.clock import now
from returnproof.services.listing import Listing, Query, listing
from returnproof.services.ports import Records
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
    shop: str,
    order_id: str,
    changes: Mapping[str, Any],
    *,
    precondition: Precondition = always,
) -> tuple[Shipment, bool]:
    """The record after the merge, and whether it is new. No change writes nothing."""
    return retried(lambda: _put(records, shop, order_id, changes, precondition))


def _put(
    records: Records,
    shop: str,
    order_id: str,
    changes: Mapping[str, Any],
    precondition: Precondition,
) -> tuple[Shipment, bool]:
    old = records.get(shop, Shipment, order_id)
    precondition(old)
    moment = now()
    base = old or Shipment(order_id=order_id, created=moment, updated=moment)
    new = replace(base, **changes)
    if old is not None and new == old:
        return old, False
    new = replace(new, updated=moment)
    records.commit(
        shop,
        Commit(
            writes=(new,),
            events=(changed(order_id),),
            touched=tuple(touched_by(records, shop, shipments=[new])),
        ),
    )
    return replace(new, version=new.version + 1), old is None


def page(records: Records, shop: str, query: Query, *, waybill: str | None) -> Listing[Shipment]:
    """Newest change first, or all of one waybill."""
    chosen = (Index.shipment_waybill, waybill) if waybill is not None else None
    return listing(records, shop, Shipment, Order.shipment_updated, query, chosen=chosen)


def changed(order_id: str) -> Event:
    return Event("shipment.changed", {"order_id": order_id})
