"""The wire form of what a server says of itself."""

from marshmallow import Schema, fields


class AboutSchema(Schema):
    name = fields.String(required=True)
    version = fields.String(required=True)
    contract = fields.Integer(required=True)
    sample = fields.Boolean(required=True)
    secure = fields.Boolean(required=True, metadata={"description": "https, or loopback only"})
