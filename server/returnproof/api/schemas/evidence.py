"""The wire form of what is kept besides photos."""

from marshmallow import Schema, fields

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import Choice, Text, Time
from returnproof.api.schemas.photos import LONGEST_SOURCE, FileProblemSchema
from returnproof.api.schemas.provenance import Provenance
from returnproof.domain.evidence import EvidenceKind


class OriginSchema(Strict):
    """The text fields beside the files: what they are, whence and when, in the sender's words."""

    kind = Choice(EvidenceKind, required=True)
    source = Text(LONGEST_SOURCE, load_default=None)
    taken = Time(load_default=None)
    provenance = Provenance(load_default=None)


class EvidenceSchema(Schema):
    id = fields.String(required=True)
    refund_id = fields.String(required=True)
    kind = fields.Enum(EvidenceKind, required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    name = fields.String(required=True)
    source = fields.String(required=True, allow_none=True)
    taken = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    provenance = fields.Dict(required=True, allow_none=True)
    created = fields.String(required=True, metadata={"format": "date-time"})


class EvidenceListSchema(Schema):
    evidence = fields.List(fields.Nested(EvidenceSchema), required=True)


class EvidenceKeptSchema(EvidenceListSchema):
    problems = fields.List(fields.Nested(FileProblemSchema), required=True)
