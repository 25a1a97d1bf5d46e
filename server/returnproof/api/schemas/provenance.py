"""How a file was come by, in the sender's words: a small JSON object beside the file, bounded."""

import json
import math
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields

from returnproof.api.schemas.fields import Coded

LONGEST: Final = 16 * 1024
_DEEPEST: Final = 6
_MOST_VALUES: Final = 500
_LARGEST: Final = 2**53

DOC: Final = {
    "type": "string",
    "maxLength": LONGEST,
    "description": "A JSON object: how the file was come by, its address, response headers, time",
}


class Provenance(Coded, fields.String):
    """JSON text of an object, kept as the object: 16 KiB, six levels, 500 values at most.

    It is never acted upon. Codes: `type`, `length`, `count`, `range`, `text`.
    """

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
            raise ValidationError(f"length:{LONGEST}")
        try:
            document = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ValidationError("type") from error
        if not isinstance(document, dict):
            raise ValidationError("type")
        _check(document)
        return document


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _check(document: dict[str, Any]) -> None:
    """Walks without recursion, so that depth costs nothing. Raises ValidationError."""
    waiting: list[tuple[Any, int]] = [(document, 1)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > _MOST_VALUES or depth > _DEEPEST:
            raise ValidationError(f"count:{_MOST_VALUES}")
        if isinstance(value, dict):
            for name, inner in value.items():
                _check_text(name)
                waiting.append((inner, depth + 1))
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value)
        else:
            _check_plain(value)


def _check_plain(value: Any) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int | float) and not (math.isfinite(value) and abs(value) <= _LARGEST):
        raise ValidationError(f"range:±{_LARGEST}")


def _check_text(text: str) -> None:
    if any(c not in "\n\r\t" and unicodedata.category(c) in {"Cc", "Cs"} for c in text):
        raise ValidationError("text")
