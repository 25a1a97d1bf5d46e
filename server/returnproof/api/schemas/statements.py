"""The wire form of a statement: a draft for one of the platform's own forms."""

from marshmallow import Schema, fields

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import Choice, Whole
from returnproof.domain.statement import Form


class StatementQuerySchema(Strict):
    form = Choice(Form, required=True)
    longest = Whole(10, 5000, strict=False, load_default=200)


class ShownSchema(Schema):
    """A picture to attach. Of a photo also what its file is; a figure is a PNG."""

    of = fields.String(required=True)
    id = fields.String(required=True)
    role = fields.String(required=True)
    media_type = fields.String(attribute="photo.facts.media_type")
    size = fields.Integer(attribute="photo.size")
    width = fields.Integer(attribute="photo.facts.width")
    height = fields.Integer(attribute="photo.facts.height")
    sha256 = fields.String(attribute="photo.sha256")


class StatementSchema(Schema):
    """`text` is for the platform (Chinese), `reading` the same in the reader's language.

    `observations` counts the sentences that rest on a signal; `against` says what speaks
    otherwise and is not in the text; `missing` what the checklist still lacks.
    """

    text = fields.String(required=True)
    reading = fields.String(required=True)
    observations = fields.Integer(required=True)
    against = fields.List(fields.String(), required=True)
    missing = fields.List(fields.String(), required=True)
    pictures = fields.List(fields.Nested(ShownSchema), required=True)
