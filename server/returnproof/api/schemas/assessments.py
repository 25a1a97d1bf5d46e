"""The wire form of assessments, whole and in brief; services/assessment_texts.py makes them."""

from marshmallow import Schema, fields, validate

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.comparisons import DifferencesSchema, FoundMarkSchema, ReasonSchema
from returnproof.api.schemas.fields import RecordIdField, Rows
from returnproof.domain.checklist import By
from returnproof.domain.comparison import ComparisonState, Outcome
from returnproof.domain.weighing import Level
from returnproof.services.assessments import MOST_AT_ONCE


class ReferenceSchema(Schema):
    """What a signal or a tick rests on."""

    type = fields.String(required=True)
    id = fields.String(required=True)


class SignalSchema(Schema):
    """One reason; `weight` in log-odds, positive towards a closer look."""

    code = fields.String(required=True)
    weight = fields.Float(required=True)
    text = fields.String(required=True)
    short = fields.String(required=True)
    rests_on = fields.String(required=True)
    would_change = fields.String(required=True)
    detail = fields.Dict(keys=fields.String(), required=True)
    evidence = fields.List(fields.Nested(ReferenceSchema), required=True)


class AssessedComparisonSchema(Schema):
    """A comparison with its result's fields beside it when it is done."""

    id = fields.String(required=True)
    candidate = fields.String(required=True)
    references = fields.List(fields.String(), required=True)
    state = fields.Enum(ComparisonState, required=True)
    problem = fields.String()
    outcome = fields.Enum(Outcome)
    same_item_probability = fields.Float()
    same_picture_probability = fields.Float()
    best_reference = fields.String(allow_none=True)
    reasons = fields.List(fields.Nested(ReasonSchema))
    guidance = fields.List(fields.Nested(ReasonSchema))
    elapsed_ms = fields.Integer()
    engine = fields.String()
    differences = fields.Nested(DifferencesSchema, allow_none=True)
    marks = fields.List(fields.Nested(FoundMarkSchema))


class CriterionSchema(Schema):
    """`by` says who ticked it: the evidence itself or a person; null while open."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    done = fields.Boolean(required=True)
    by = fields.Enum(By, required=True, allow_none=True)
    how = fields.String(required=True)
    how_text = fields.String(required=True)
    evidence = fields.List(fields.Nested(ReferenceSchema), required=True)


class ChecklistSchema(Schema):
    scenario = fields.String(required=True)
    criteria = fields.List(fields.Nested(CriterionSchema), required=True)


class ScenarioSchema(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    move = fields.String(required=True)
    evidence = fields.String(required=True)


class GroundSchema(Schema):
    kind = fields.String(required=True)
    code = fields.String(required=True)
    text = fields.String(required=True)


class ProposedScenarioSchema(ScenarioSchema):
    grounds = fields.List(fields.Nested(GroundSchema), required=True)


class StepSchema(Schema):
    id = fields.String(required=True)
    criterion = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    done = fields.Boolean(required=True)
    by = fields.Enum(By, required=True, allow_none=True)
    current = fields.Boolean(required=True)


class NextStepSchema(Schema):
    """`message` is a draft to the buyer, to be edited and sent by a person."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    message = fields.String(required=True, allow_none=True)


class HistorySchema(Schema):
    """The buyer's other cases in this shop."""

    cases = fields.Integer(required=True)
    refunds = fields.Integer(required=True)
    returns = fields.Integer(required=True)


class AssessmentSchema(Schema):
    """How closely a person should look at a case, why, and what to do next."""

    refund_id = fields.String(required=True)
    level = fields.Enum(Level, required=True)
    level_text = fields.String(required=True)
    reason = fields.String(required=True)
    confidence = fields.Float(required=True, validate=validate.Range(min=0, max=1))
    score = fields.Float(required=True, metadata={"description": "Sum of weights, log-odds"})
    signals = fields.List(fields.Nested(SignalSchema), required=True)
    comparisons = fields.List(fields.Nested(AssessedComparisonSchema), required=True)
    scenario = fields.Nested(ScenarioSchema, required=True)
    scenario_chosen = fields.Boolean(required=True)
    scenario_proposed = fields.Nested(ProposedScenarioSchema, required=True)
    checklist = fields.Nested(ChecklistSchema, required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    next_step = fields.Nested(NextStepSchema, required=True)
    facts = fields.List(fields.String(), required=True)
    packing_photos = fields.List(fields.String(), required=True)
    buyer_photos = fields.List(fields.String(), required=True)
    return_photos = fields.List(fields.String(), required=True)
    history = fields.Nested(HistorySchema, required=True)
    deadline = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    pending = fields.Boolean(required=True)
    model_version = fields.String(required=True)


class AskedSchema(Strict):
    refund_ids = Rows(RecordIdField(), MOST_AT_ONCE, required=True)


class ReadinessSchema(Schema):
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)


class BriefSchema(Schema):
    """What a badge shows; an id that is not known has the level `unknown`."""

    refund_id = fields.String(required=True)
    level = fields.Enum(Level, required=True)
    reason = fields.String(required=True)
    evidence = fields.Nested(ReadinessSchema, required=True)
    deadline = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    pending = fields.Boolean(required=True)
    scenario = fields.String(required=True, allow_none=True)


class BriefsSchema(Schema):
    """In the order asked."""

    assessments = fields.List(fields.Nested(BriefSchema), required=True)
