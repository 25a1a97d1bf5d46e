"""The only reader of shared/: texts in both languages, checklists, rules and platforms as values.

Everything is read on first use and kept; importing this module touches no file.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

# Also the number of the wire contract, sent and checked as the header ReturnProof-Contract.
VERSION = 1
HEADER = "ReturnProof-Contract"

# Chinese first: it is what a client gets that asks for no language we have.
LANGUAGES = ("zh-CN", "en")

_PREFERENCE = re.compile(
    r"^\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$"
)
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_LONGEST_HEADER = 500


def _root() -> Traversable:
    return files("returnproof.shared")


def _read(*path: str) -> Any:
    return json.loads(_root().joinpath(*path).read_text(encoding="utf-8"))


def _frozen(value: Any) -> Any:
    """Read-only all the way down, since every caller shares the one copy."""
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(each) for key, each in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value


@cache
def _folder(name: str) -> Mapping[str, Any]:
    found = sorted(
        entry.name for entry in _root().joinpath(name).iterdir() if entry.name.endswith(".json")
    )
    return MappingProxyType(
        {entry.removesuffix(".json"): _frozen(_read(name, entry)) for entry in found}
    )


@cache
def texts(language: str) -> Mapping[str, Any]:
    """Every text of one of LANGUAGES, nested by section."""
    if language not in LANGUAGES:
        raise KeyError(language)
    texts: Mapping[str, Any] = _frozen(_read("i18n", f"{language}.json"))
    return texts


def has_text(key: str) -> bool:
    """Whether `key` names one text (not a section) in every language."""
    return all(isinstance(_lookup(key, language), str) for language in LANGUAGES)


def text(key: str, language: str = "zh-CN", /, **values: Any) -> str:
    """The text of a dotted key with its `{placeholders}` filled in.

    A text that is missing is shown as its key, and a value that is missing as nothing, because a
    page with one odd word is better than no page; the contract tests keep both from happening.
    """
    found = _lookup(key, language)
    if not isinstance(found, str):
        return key
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], "")), found)


def _lookup(key: str, language: str) -> Any:
    found: Any = texts(language)
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def language_of(accept_language: str | None) -> str:
    """The best of LANGUAGES for an Accept-Language header, whatever it contains."""
    best, best_quality = LANGUAGES[0], 0.0
    for part in (accept_language or "")[:_LONGEST_HEADER].split(","):
        match = _PREFERENCE.match(part)
        if match is None:
            continue
        quality = float(match[2]) if match[2] else 1.0
        offered = _offered(match[1])
        if offered is not None and quality > best_quality:
            best, best_quality = offered, quality
    return best


def _offered(wanted: str) -> str | None:
    if wanted == "*":
        return LANGUAGES[0]
    primary = wanted.split("-", maxsplit=1)[0].lower()
    return next((each for each in LANGUAGES if each.split("-")[0] == primary), None)


def checklists() -> Mapping[str, Any]:
    """Scenario id → its checklist, as shared/schemas/checklist.schema.json describes it."""
    return _folder("checklists")


def rules() -> Mapping[str, Any]:
    """Rule file → its signals, as shared/schemas/rules.schema.json describes them."""
    return _folder("rules")


def platforms() -> Mapping[str, Any]:
    """Platform id → what is known of its seller backend."""
    return _folder("platforms")


def schemas() -> Mapping[str, Any]:
    """Schema name (without `.schema`) → the JSON Schema of one kind of file in shared/."""
    return MappingProxyType(
        {name.removesuffix(".schema"): each for name, each in _folder("schemas").items()}
    )
