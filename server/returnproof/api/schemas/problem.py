"""The wire form of a failure."""

from marshmallow import INCLUDE, Schema, fields


class FieldErrorSchema(Schema):
    field = fields.String(required=True)
    code = fields.String(required=True)
    text = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457; further members depend on the type."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True, metadata={"format": "uri"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldErrorSchema))
