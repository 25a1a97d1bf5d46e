"""What a JSON Schema found wrong, in the codes that `problem.invalid.fields` has words for."""

from collections.abc import Mapping
from typing import Any, Final

from jsonschema.exceptions import ValidationError

# A validator's keyword, by the code of the words that explain it (problem.invalid.fields).
_CODES: Final = {
    "required": "required",
    "minItems": "required",
    "type": "type",
    "pattern": "pattern",
    "const": "choice",
    "enum": "choice",
    "contains": "choice",
    "maxLength": "length",
    "maxItems": "count",
    "maxProperties": "count",
    "minimum": "range",
    "maximum": "range",
    "additionalProperties": "unknown",
}
_LONGEST_FIELD: Final = 200


def field_of(wrong: ValidationError) -> str:
    """`target.selector.value`; what is missing is named, not what it is missing from."""
    path = [str(each) for each in wrong.absolute_path]
    if wrong.validator == "required" and isinstance(wrong.instance, dict):
        names: Any = wrong.validator_value
        path += [each for each in names if each not in wrong.instance][:1]
    return ".".join(path)[:_LONGEST_FIELD] or "_body"


def code_of(wrong: ValidationError) -> str:
    """`code`, or `code:limit` where the words name one."""
    code = _CODES.get(str(wrong.validator), "value")
    return f"{code}:{wrong.validator_value}" if code in {"length", "count"} else code


def plain(value: Any) -> Any:
    """The schema as jsonschema knows it: dicts and lists instead of read-only views."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, tuple) else value
