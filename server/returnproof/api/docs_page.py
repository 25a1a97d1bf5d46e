"""`/docs`: the exported description as one page, with nothing loaded from anywhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, current_app

from returnproof.api.openapi import API
from returnproof.api.page_parts import render
from returnproof.api.security import public

docs = Blueprint("docs", __name__, template_folder="templates")

_METHODS: Final = ("get", "put", "post", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    media_type: str
    answers: tuple[tuple[str, str], ...]


@docs.get("/docs")
@public
def show() -> str:
    """Every operation, by resource."""
    spec: dict[str, Any] = current_app.extensions[API].spec.to_dict()
    groups: dict[str, list[Operation]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, item in spec["paths"].items():
        for method in _METHODS:
            if method in item:
                found = item[method]
                groups[found["tags"][0]].append(_operation(spec, method, path, item, found))
    texts = {tag["name"]: tag["description"] for tag in spec["tags"]}
    return render("docs.html", groups=groups, texts=texts)


def _operation(
    spec: dict[str, Any], method: str, path: str, item: dict[str, Any], found: dict[str, Any]
) -> Operation:
    parameters = [*item.get("parameters", ()), *found.get("parameters", ())]
    media_type, schema = _body(spec, found)
    return Operation(
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        description=found.get("description", ""),
        parameters=tuple(
            Field(
                each["name"],
                f"{each['in']}, {_kind(spec, each.get('schema', {}))}",
                each.get("required", False),
                each.get("description", ""),
            )
            for each in parameters
        ),
        body=tuple(_fields(spec, schema)),
        media_type=media_type,
        answers=tuple(_answers(spec, found)),
    )


def _body(spec: dict[str, Any], found: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    content: dict[str, Any] = found.get("requestBody", {}).get("content", {})
    for media_type, described in content.items():
        return media_type, _resolved(spec, described.get("schema", {}))
    return "", {}


def _fields(spec: dict[str, Any], schema: dict[str, Any]) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        if not each.get("readOnly"):
            yield Field(name, _kind(spec, each), name in required, each.get("description", ""))


def _answers(spec: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for status, answer in sorted(found["responses"].items()):
        if status == "default":
            continue
        content = _resolved(spec, answer).get("content", {})
        shapes = [
            f"{media_type} {_kind(spec, described.get('schema', {}))}".strip()
            for media_type, described in content.items()
        ]
        yield str(status), ", ".join(shapes) or "–"


def _resolved(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follows one reference within the document."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Any = spec
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _kind(spec: dict[str, Any], schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"] if each is not None)
    if "anyOf" in schema:
        return " | ".join(_kind(spec, each) for each in schema["anyOf"])
    kind = schema.get("type", "")
    names = [kind] if isinstance(kind, str) else list(kind)
    if "array" in names:
        return f"{_kind(spec, schema.get('items', {}))}[]"
    return str(schema.get("format") or " | ".join(names))
