"""Is it a Web Annotation: the model's MUSTs by schema, and bounds before that."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from returnproof import contract
from returnproof.domain.annotation_bounds import MAX_DEPTH, within_bounds
from returnproof.domain.errors import Invalid

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
    "minimum": "range",
}
_LONGEST_FIELD: Final = 200


def checked(document: Any) -> Mapping[str, Any]:
    """The document as it came. Raises Invalid, naming the first thing that is wrong."""
    if not isinstance(document, dict):
        raise Invalid(errors={"_body": ["type"]})
    if not within_bounds(document):
        raise Invalid(errors={"_body": [f"nested:{MAX_DEPTH}"]})
    wrong = best_match(_validator().iter_errors(document))
    if wrong is not None:
        raise Invalid(errors={_field(wrong): [_code(wrong)]})
    return document


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_plain(contract.schemas()["web-annotation"]))


def _field(wrong: ValidationError) -> str:
    """`target.selector.value`; what is missing is named, not what it is missing from."""
    path = [str(each) for each in wrong.absolute_path]
    if wrong.validator == "required" and isinstance(wrong.instance, dict):
        names: Any = wrong.validator_value
        path += [each for each in names if each not in wrong.instance][:1]
    return ".".join(path)[:_LONGEST_FIELD] or "_body"


def _code(wrong: ValidationError) -> str:
    code = _CODES.get(str(wrong.validator), "value")
    return f"{code}:{wrong.validator_value}" if code in {"length", "count"} else code


def _plain(value: Any) -> Any:
    """The schema as jsonschema knows it: dicts and lists instead of read-only views."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
