"""Packing photos that came under a parcel's waybill, before anybody knew whose order it is.

A bulk import reads the waybill off the label; the order's page tells its waybill later, or did
already. Either way the order names those photos too; they stay where they were registered.
"""

from collections.abc import Iterable
from dataclasses import replace

from returnproof.domain.photo import Photo, PhotoRole
from returnproof.domain.shipment import Shipment
from returnproof.services.ports import Records
from returnproof.services.records import Index


def adopted(
    records: Records, shop: str, before: Shipment, after: Shipment
) -> tuple[Shipment, tuple[Shipment, ...]]:
    """`after` with its waybill's photos and without those of a waybill it no longer has.

    With it what must still be so when it is committed: version 0 says "still none".
    """
    left = _label(records, shop, before) if before.waybill != after.waybill else None
    gone = set(left.photos) if left is not None else set()
    label = _label(records, shop, after)
    kept = [each for each in after.photos if each not in gone]
    if label is None:
        return replace(after, photos=tuple(kept)), ()
    return replace(after, photos=tuple(dict.fromkeys((*kept, *label.photos)))), (label,)


def followers(records: Records, shop: str, label: Shipment) -> tuple[Shipment, ...]:
    """The orders whose waybill is this shipment's id, with its photos among theirs."""
    ids = followers_of(records, shop, label.order_id)
    found = [each for each in records.get_many(shop, Shipment, ids) if each is not None]
    return tuple(
        replace(each, photos=tuple(dict.fromkeys((*each.photos, *label.photos)))) for each in found
    )


def followers_of(records: Records, shop: str, order_id: str) -> tuple[str, ...]:
    """Their order ids."""
    found = records.find(shop, Index.shipment_waybill, order_id)
    return tuple(each for each in found if each != order_id)


def holder(records: Records, shop: str, waybill: str, known: Iterable[str], sha256: str) -> str:
    """Where a photo found by its waybill belongs, of the shipments `known` to have that waybill.

    Where these bytes are already, else with the latest order: a courier uses a number again after
    months. What an import made for the waybill itself comes last.
    """
    owners = set(known)
    ids = records.find(shop, Index.photo_sha256, sha256)
    for photo in records.get_many(shop, Photo, ids):
        if photo is not None and photo.role is PhotoRole.packing and photo.owner in owners:
            return photo.owner
    orders = [each for each in known if each != waybill]
    return orders[-1] if orders else waybill


def _label(records: Records, shop: str, order: Shipment) -> Shipment | None:
    """What is registered under the order's waybill itself; None where there can be nothing."""
    if order.waybill is None or order.waybill == order.order_id:
        return None
    found = records.get(shop, Shipment, order.waybill)
    return found or Shipment(order_id=order.waybill, created="", updated="")
