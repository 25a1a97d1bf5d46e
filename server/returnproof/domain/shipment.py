"""What was packed for one order."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the order."""

    sku: str = ""
    title: str = ""
    quantity: int = 1


class MarkKind(StrEnum):
    """What kind of mark tells this unit from its twins; `secret` is one only the seller knows."""

    serial = "serial"
    seal = "seal"
    secret = "secret"  # noqa: S105 - a kind of mark
    other = "other"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the unit or its parcel."""

    kind: MarkKind
    text: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """The record of one order's parcel. `weight_g` in grams; `shipped` RFC 3339 UTC."""

    order_id: str
    created: str
    updated: str
    waybill: str | None = None
    items: tuple[Item, ...] = ()
    marks: tuple[Mark, ...] = ()
    weight_g: int | None = None
    freight_insurance: bool | None = None
    shipped: str | None = None
    photos: tuple[str, ...] = ()
    version: int = 0
