"""The wire form of evidence packs."""

from marshmallow import Schema, fields


class PackSchema(Schema):
    """`sha256` and `size` are those of the zip file; `files` counts the originals in it."""

    id = fields.String(required=True)
    refund_id = fields.String(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    files = fields.Integer(required=True)
    created = fields.String(required=True, metadata={"format": "date-time"})
