"""What every body and query of ours obeys: unknown fields refused, read-only ones ignored."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import RAISE, Schema, pre_load

_CODES: Final = {"unknown": "unknown", "type": "type"}


class Strict(Schema):
    """A schema whose messages are codes, as in api/schemas/fields.py."""

    error_messages = _CODES

    class Meta:
        unknown = RAISE

    @pre_load
    def _drop_read_only(self, data: Any, **_: Any) -> Any:
        """A document may be sent back as it was read."""
        if not isinstance(data, Mapping):
            return data
        read_only = self.dump_fields.keys() - self.load_fields.keys()
        if not read_only & data.keys():
            return data  # also keeps webargs' own mapping of queries and forms
        return {name: value for name, value in data.items() if name not in read_only}
