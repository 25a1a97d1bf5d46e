"""Pairing, tokens and who one is, on the wire."""

from marshmallow import Schema, fields, validate

from returnproof.api.schemas.about import AboutSchema
from returnproof.domain.access import Role, TokenKind
from returnproof.services.credentials import NAME_LENGTH

LONGEST_CODE = 40


class PairingSchema(Schema):
    """A code as it was typed, and what the device shall be called."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_CODE))
    name = fields.String(required=True, validate=validate.Length(min=1, max=NAME_LENGTH))


class PairedSchema(Schema):
    """The token is shown this once."""

    token = fields.String(required=True)
    token_id = fields.String(required=True)
    shop = fields.String(required=True)
    role = fields.Enum(Role, required=True)
    server = fields.Nested(AboutSchema, required=True)


class MeSchema(Schema):
    """Who the token or session of this request stands for."""

    shop = fields.String(required=True)
    role = fields.Enum(Role, required=True)
    name = fields.String(required=True)
    token_id = fields.String(required=True)


class TokenSchema(Schema):
    """One device or signed-in person; the secret is not kept and cannot be shown."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.Enum(TokenKind, required=True)
    role = fields.Enum(Role, required=True)
    created = fields.String(required=True, metadata={"format": "date-time"})
    last_used = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    revoked = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class TokensSchema(Schema):
    """Newest first."""

    tokens = fields.List(fields.Nested(TokenSchema), required=True)


class CodeRequestSchema(Schema):
    """What the device that will use the code may do."""

    role = fields.Enum(Role, load_default=Role.staff)


class CodeSchema(Schema):
    """A one-time pairing code."""

    code = fields.String(required=True)
    expires = fields.String(required=True, metadata={"format": "date-time"})
    server = fields.String(required=True, metadata={"format": "uri"})
