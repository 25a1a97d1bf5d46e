"""The wire form of platform descriptions; shared/schemas/platform.schema.json is their author."""

from marshmallow import Schema, fields


class PlatformsSchema(Schema):
    """The newest version of each platform, as data; a reader takes what it understands."""

    platforms = fields.List(
        fields.Dict(keys=fields.String()),
        required=True,
        metadata={"description": "As shared/schemas/platform.schema.json describes them"},
    )
