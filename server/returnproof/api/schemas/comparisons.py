"""The wire form of comparisons and their results."""

from marshmallow import Schema, fields

from returnproof.domain.comparison import ComparisonState, Outcome
from returnproof.domain.found_mark import MarkNature


class ReasonSchema(Schema):
    """One visible ground or piece of advice: a code, what fills it, and both in words."""

    code = fields.String(required=True)
    detail = fields.Dict(keys=fields.String(), required=True)
    text = fields.String(required=True)


class BoxSchema(Schema):
    """Pixels of the upright photo, from its top left corner."""

    x = fields.Integer(required=True)
    y = fields.Integer(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)


class ChangeSchema(Schema):
    """A place that looks different in both photos; `strength` 0 to 1."""

    reference = fields.Nested(BoxSchema, required=True)
    candidate = fields.Nested(BoxSchema, required=True)
    strength = fields.Float(required=True)


class DifferencesSchema(Schema):
    """`compared`: the share of the item that could be held against the photo `reference`."""

    reference = fields.String(required=True)
    compared = fields.Float(required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    doubtful = fields.Integer(required=True)


class FoundMarkSchema(Schema):
    """A code or lettering read in `photo`; `read_by` is its symbology or `lettering`."""

    photo = fields.String(required=True)
    nature = fields.Enum(MarkNature, required=True)
    text = fields.String(required=True)
    read_by = fields.String(required=True)
    box = fields.Nested(BoxSchema, required=True)
    surety = fields.Float(required=True)


class QualitySchema(Schema):
    """How the candidate was photographed, as measured; docs/photo-quality.md says of each."""

    sharpness = fields.Float(required=True)
    brightness = fields.Float(required=True)
    burnt = fields.Float(required=True)
    black = fields.Float(required=True)
    glare = fields.Float(required=True)
    item_pixels = fields.Integer(required=True)
    details = fields.Integer(required=True)
    cut_off = fields.Float(required=True)
    flat_rows = fields.Float(required=True)
    seam = fields.Float(required=True)
    ripple = fields.Float(required=True)
    notes = fields.List(fields.String(), required=True)


class ComparisonResultSchema(Schema):
    outcome = fields.Enum(Outcome, required=True)
    same_item_probability = fields.Float(required=True)
    same_picture_probability = fields.Float(required=True)
    best_reference = fields.String(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    guidance = fields.List(fields.Nested(ReasonSchema), required=True)
    elapsed_ms = fields.Integer(required=True)
    engine = fields.String(required=True)
    differences = fields.Nested(DifferencesSchema, required=True, allow_none=True)
    marks = fields.List(fields.Nested(FoundMarkSchema), required=True)
    quality = fields.Nested(QualitySchema, required=True, allow_none=True)


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
