"""Field types whose messages are codes (`code` or `code:limit`); problems.py has the words."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from returnproof.api.record_ids import ID_LENGTH, ID_PATTERN, is_record_id

Messages = dict[str, str | list[Any] | dict[Any, Any]]
# What a schema's own checks answer with.
_CODES: Final[Messages] = {
    "required": "required",
    "null": "null",
    "validator_failed": "value",
    "invalid": "value",
    "type": "type",
}
_TYPED: Final[Messages] = {
    **_CODES,
    "invalid": "type",
    "invalid_utf8": "text",
    "too_large": "range",
}
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_BREAKS = re.compile(r"[\n\r\t]+")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
TIME_DOC: Final = {"format": "date-time", "description": "RFC 3339; kept as UTC"}


class Coded(fields.Field[Any]):
    """Mixed in before a marshmallow field."""

    default_error_messages = _CODES


class Text(Coded, fields.String):
    """Text without control characters, 1 to `longest` characters.

    Unless it may have `lines`, breaks and tabs in it become spaces: pages put them in labels.
    """

    default_error_messages = _TYPED

    def __init__(
        self, longest: int, *, shortest: int = 1, lines: bool = False, **kwargs: Any
    ) -> None:
        length = validate.Length(min=shortest, max=longest, error=f"length:{longest}")
        self._lines = lines
        super().__init__(validate=length, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        # Cc: controls, Cs: lone surrogates, which no UTF-8 can carry.
        if any(c not in "\n\r\t" and unicodedata.category(c) in {"Cc", "Cs"} for c in text):
            raise ValidationError("text")
        return text if self._lines else _BREAKS.sub(" ", text)


class RecordIdField(Coded, fields.String):
    """An id in a body or a query, as `record_ids` allows it in paths."""

    default_error_messages = _TYPED

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"pattern": ID_PATTERN, "maxLength": ID_LENGTH, **kwargs.pop("metadata", {})}
        super().__init__(validate=_check_record_id, metadata=metadata, **kwargs)


def _check_record_id(value: str) -> None:
    if not is_record_id(value):
        raise ValidationError("record_id")


class Whole(Coded, fields.Integer):
    """A whole number between `low` and `high`; never a string, a float or a boolean."""

    default_error_messages = _TYPED

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        limits = validate.Range(min=low, max=high, error=f"range:{low}–{high}")
        super().__init__(strict=kwargs.pop("strict", True), validate=limits, **kwargs)


class Flag(Coded, fields.Boolean):
    """true or false, nothing that resembles them."""

    default_error_messages = _TYPED

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise ValidationError("type")
        return value


class Choice(Coded, fields.String):
    """One of a StrEnum's values, or of those named in `only`."""

    default_error_messages = _TYPED

    def __init__(self, choices: type[Any], only: list[str] | None = None, **kwargs: Any) -> None:
        self._choices = choices
        values = only or [each.value for each in choices]
        super().__init__(validate=validate.OneOf(values, error="choice"), **kwargs)

    def deserialize(
        self,
        value: Any,
        attr: str | None = None,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        checked = super().deserialize(value, attr, data, **kwargs)
        return self._choices(checked) if isinstance(checked, str) else checked


class Time(Coded, fields.String):
    """A moment with its zone, kept as RFC 3339 in UTC with milliseconds."""

    default_error_messages = _TYPED

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={**TIME_DOC, **kwargs.pop("metadata", {})}, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        return utc(super()._deserialize(value, attr, data, **kwargs))


def utc(text: str) -> str:
    """Raises ValidationError with the code `time`."""
    if not _RFC3339.fullmatch(text):
        raise ValidationError("time")
    try:
        moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValidationError("time") from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValidationError("time")
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Rows(Coded, fields.List[Any]):
    """A list of at most `longest`."""

    default_error_messages = _TYPED

    def __init__(self, inner: fields.Field[Any], longest: int, **kwargs: Any) -> None:
        limits = validate.Length(max=longest, error=f"count:{longest}")
        super().__init__(inner, validate=limits, **kwargs)


class Part(Coded, fields.Nested):
    """An object inside an object."""

    default_error_messages = _TYPED

    def __init__(self, schema: Any | Callable[[], Any], **kwargs: Any) -> None:
        super().__init__(schema, **kwargs)
