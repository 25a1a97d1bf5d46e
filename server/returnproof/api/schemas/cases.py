"""The wire form of after-sales cases."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import Choice, RecordIdField, Rows, Text, Time, Whole
from returnproof.api.schemas.paging import PagingSchema
from returnproof.api.schemas.photos import PhotoSchema
from returnproof.api.schemas.shipments import HEAVIEST_G
from returnproof.domain.case import CaseKind

MOST_FEN = 10**12
DEFAULT_PLATFORM = "kuaishou"


class CaseSchema(Strict):
    """PUT merges: what is absent keeps its value, null clears it.

    `buyer_id` is taken and never given: what is kept of it is `buyer`, a keyed hash of this shop.
    """

    refund_id = fields.String(dump_only=True, required=True)
    platform = RecordIdField(allow_none=True)
    order_id = RecordIdField(metadata={"description": "Required for a new case"})
    kind = Choice(CaseKind, allow_none=True)
    reason = Text(300, allow_none=True)
    reason_text = Text(5000, lines=True, allow_none=True)
    amount_fen = Whole(0, MOST_FEN, allow_none=True)
    status = Text(120, allow_none=True)
    buyer_id = Text(200, allow_none=True, load_only=True)
    buyer = fields.String(dump_only=True, required=True, allow_none=True)
    return_waybill = RecordIdField(allow_none=True)
    return_weight_g = Whole(0, HEAVIEST_G, allow_none=True)
    delivered = Time(allow_none=True, metadata={"description": "When it was signed for"})
    platform_flags = Rows(Text(120), 50, allow_none=True)
    applied = Time(allow_none=True)
    deadline = Time(allow_none=True)
    scenario = RecordIdField(
        allow_none=True, metadata={"description": "Chosen by a person; null proposes again"}
    )
    ticked = Rows(RecordIdField(), 100, allow_none=True)
    photos = fields.List(fields.Nested(PhotoSchema), dump_only=True, required=True)
    evidence = fields.List(fields.String(), dump_only=True, required=True)
    created = fields.String(dump_only=True, required=True, metadata={"format": "date-time"})
    updated = fields.String(dump_only=True, required=True, metadata={"format": "date-time"})

    @post_load
    def _cleared(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """What null means for fields that are never None in the record."""
        rows = {"platform_flags", "ticked"}
        made = {
            name: tuple(dict.fromkeys(value or ())) if name in rows else value
            for name, value in data.items()
        }
        if made.get("platform", "") is None:
            made["platform"] = DEFAULT_PLATFORM
        return made


class CaseQuerySchema(PagingSchema):
    """At most one of the filters; a filtered list is in the order of registration."""

    sort = fields.String(
        validate=validate.OneOf(["deadline", "updated"], error="choice"), load_default="updated"
    )
    order_id = RecordIdField()
    buyer = RecordIdField()
    return_waybill = RecordIdField()


class CasesSchema(Schema):
    cases = fields.List(fields.Nested(CaseSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True)
