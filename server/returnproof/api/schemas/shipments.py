"""The wire form of what was packed."""

from typing import Any

from marshmallow import Schema, fields, post_load

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import (
    Choice,
    Flag,
    Part,
    RecordIdField,
    Rows,
    Text,
    Time,
    Whole,
)
from returnproof.api.schemas.paging import PagingSchema
from returnproof.api.schemas.photos import PhotoSchema
from returnproof.domain.shipment import Item, Mark, MarkKind

MOST_ITEMS = 200
HEAVIEST_G = 10_000_000


class ItemSchema(Strict):
    """One line of the order."""

    sku = Text(120, shortest=0, load_default="")
    title = Text(300, shortest=0, load_default="")
    quantity = Whole(1, 1_000_000, load_default=1)

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> Item:
        return Item(**data)


class MarkSchema(Strict):
    """A mark that tells this unit from its twins; `secret` is one only the seller knows."""

    kind = Choice(MarkKind, required=True)
    text = Text(300, required=True)

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> Mark:
        return Mark(**data)


class ShipmentSchema(Strict):
    """PUT merges: what is absent keeps its value, null clears it."""

    order_id = fields.String(dump_only=True, required=True)
    waybill = RecordIdField(allow_none=True)
    items = Rows(Part(ItemSchema), MOST_ITEMS, allow_none=True)
    marks = Rows(Part(MarkSchema), MOST_ITEMS, allow_none=True)
    weight_g = Whole(0, HEAVIEST_G, allow_none=True)
    freight_insurance = Flag(allow_none=True)
    shipped = Time(allow_none=True)
    photos = fields.List(fields.Nested(PhotoSchema), dump_only=True, required=True)
    created = fields.String(dump_only=True, required=True, metadata={"format": "date-time"})
    updated = fields.String(dump_only=True, required=True, metadata={"format": "date-time"})

    @post_load
    def _rows(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Cleared lists are empty ones in the record."""
        return {
            name: tuple(value or ()) if name in {"items", "marks"} else value
            for name, value in data.items()
        }


class ShipmentQuerySchema(PagingSchema):
    waybill = RecordIdField()


class ShipmentsSchema(Schema):
    shipments = fields.List(fields.Nested(ShipmentSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True)
