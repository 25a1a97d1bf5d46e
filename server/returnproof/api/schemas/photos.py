"""The wire form of photos and of what became of an upload."""

from marshmallow import Schema, fields

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import Choice, Text, Whole
from returnproof.api.schemas.provenance import Provenance
from returnproof.domain.photo import BANKS, PhotoRole
from returnproof.domain.picture import Transform

LONGEST_SOURCE = 2048
CASE_ROLES = [role.value for role in PhotoRole if role not in {PhotoRole.packing, *BANKS}]
BANK_ROLES = sorted(role.value for role in BANKS)


class PhotoSchema(Schema):
    """`width` and `height` are pixels of the upright image."""

    id = fields.String(required=True)
    sha256 = fields.String(required=True)
    role = fields.Enum(PhotoRole, required=True)
    width = fields.Integer(required=True, attribute="facts.width")
    height = fields.Integer(required=True, attribute="facts.height")
    media_type = fields.String(required=True, attribute="facts.media_type")
    created = fields.String(required=True, metadata={"format": "date-time"})
    size = fields.Integer(required=True, metadata={"description": "Bytes of the original"})
    name = fields.String(required=True)
    owner = fields.String(
        required=True, metadata={"description": "Its order or refund id, or its bank"}
    )
    taken = fields.String(
        required=True,
        allow_none=True,
        attribute="facts.taken",
        metadata={"description": "The camera's own clock, if it says"},
    )
    oddities = fields.List(
        fields.String(),
        required=True,
        attribute="facts.oddities",
        metadata={"description": "no_end_marker: a JPEG whole but for the two bytes that end it"},
    )
    source = fields.String(required=True, allow_none=True)
    provenance = fields.Dict(required=True, allow_none=True)


class FileProblemSchema(Schema):
    """Why one file among several was not kept."""

    name = fields.String(required=True)
    type = fields.String(required=True, metadata={"format": "uri"})
    title = fields.String(required=True)
    detail = fields.String(required=True)
    status = fields.Integer(required=True)


class ReceivedSchema(Schema):
    """Photos in the order sent; `problems` names the files that were refused."""

    photos = fields.List(fields.Nested(PhotoSchema), required=True)
    problems = fields.List(fields.Nested(FileProblemSchema), required=True)


class RoleSchema(Strict):
    """What the photos of a case show."""

    role = Choice(PhotoRole, only=CASE_ROLES, load_default=PhotoRole.buyer_claim)


class BankSchema(Strict):
    """listing: pictures of what the shop offers; placeholder: never to be matched."""

    bank = Choice(PhotoRole, only=BANK_ROLES, required=True)


class BankPhotosSchema(Schema):
    photos = fields.List(fields.Nested(PhotoSchema), required=True)


class SourceSchema(Strict):
    """The text fields beside the files."""

    source = Text(LONGEST_SOURCE, load_default=None)


class ClaimSchema(SourceSchema):
    """What is told beside the photos of a case."""

    provenance = Provenance(load_default=None)


class ThumbnailSchema(Strict):
    size = Whole(16, 2000, strict=False, load_default=480)


class MatchSchema(Schema):
    """A photo, by its id, that shows in the sent picture, and where it belongs.

    `distance`: differing bits of 256; `overlap`: share of the sent picture that it covers.
    """

    photo = fields.String(required=True)
    role = fields.Enum(PhotoRole, required=True)
    owner = fields.String(required=True, metadata={"description": "Its order or refund id"})
    distance = fields.Integer(required=True)
    transform = fields.Enum(Transform, required=True)
    overlap = fields.Float(required=True)


class MatchesSchema(Schema):
    matches = fields.List(fields.Nested(MatchSchema), required=True)
