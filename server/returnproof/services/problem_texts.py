"""A problem in words: the sentence for just this occurrence, and one for each field."""

from collections.abc import Iterator, Mapping
from typing import Any

from returnproof import contract


def detail_key(slug: str, reason: str, members: Mapping[str, Any]) -> str:
    """The key of the sentence for this occurrence where there is one, else of the type's own."""
    named = (reason, members.get("unit"), members.get("cause"))
    keys = [f"problem.{slug}.{each}" for each in named if each]
    return next((key for key in keys if contract.has_text(key)), f"problem.{slug}.detail")


def field_errors(
    errors: Mapping[Any, Any], language: str, path: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Nested messages as a flat list: which field, a code, and the code in words."""
    for name, found in errors.items():
        field = f"{path}.{name}" if path else str(name)
        if isinstance(found, Mapping):
            yield from field_errors(found, language, field)
        else:
            for each in found:
                yield field, *_field_error(str(each), language)


def _field_error(message: str, language: str) -> tuple[str, str]:
    """A message is `code` or `code:limit`; anything else came from a library and is kept out."""
    code, _, limit = message.partition(":")
    key = f"problem.invalid.fields.{code}"
    if not contract.has_text(key):
        code, limit, key = "value", "", "problem.invalid.fields.value"
    return code, contract.text(key, language, limit=limit)
