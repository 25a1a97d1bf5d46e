"""The wire form of comparisons and their results."""

from marshmallow import Schema, fields

from returnproof.domain.comparison import ComparisonState, Outcome


class ReasonSchema(Schema):
    """One visible ground or piece of advice: a code, what fills it, and both in words."""

    code = fields.String(required=True)
    detail = fields.Dict(keys=fields.String(), required=True)
    text = fields.String(required=True)


class ComparisonResultSchema(Schema):
    outcome = fields.Enum(Outcome, required=True)
    same_item_probability = fields.Float(required=True)
    same_picture_probability = fields.Float(required=True)
    best_reference = fields.String(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    guidance = fields.List(fields.Nested(ReasonSchema), required=True)
    elapsed_ms = fields.Integer(required=True)
    engine = fields.String(required=True)


class ComparisonSchema(Schema):
    """`problem` is the type of what made it fail, null otherwise."""

    id = fields.String(required=True)
    refund_id = fields.String(required=True)
    candidate = fields.String(required=True)
    references = fields.List(fields.String(), required=True)
    state = fields.Enum(ComparisonState, required=True)
    result = fields.Nested(ComparisonResultSchema, required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)
    created = fields.String(required=True, metadata={"format": "date-time"})
    updated = fields.String(required=True, metadata={"format": "date-time"})
