"""JSON as we read and write it: strict on the way in, UTF-8 and in our order on the way out."""

from typing import Any

import msgspec
from flask.json.provider import JSONProvider


class StrictJson(JSONProvider):
    """msgspec refuses NaN, lone surrogates and trailing rubbish, and is quick."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        del kwargs
        return msgspec.json.encode(obj, enc_hook=_plain).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Raises ValueError, also for what is nested deeper than we follow."""
        del kwargs
        try:
            return msgspec.json.decode(s)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _plain(value: Any) -> Any:
    """Read-only views of shared/ and lazy strings of libraries."""
    if hasattr(value, "items"):
        return dict(value)
    return str(value)
