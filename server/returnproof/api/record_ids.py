"""Ids in paths come from platforms and strangers: one safe form, checked before any view."""

import re
from typing import Any, Final

from flask import Flask, request
from werkzeug.routing import BaseConverter

from returnproof.domain.errors import Invalid

ID_LENGTH: Final = 64
# What platforms, couriers and we make ids of; nothing that means something in a path, a key or a
# header. A lone dot or two would be taken away by any client before it is sent.
ID_PATTERN: Final = r"^(?!\.{1,2}$)[A-Za-z0-9._:@+~-]{1,64}$"
_ID = re.compile(ID_PATTERN.replace("$", r"\Z"))


class RecordId(BaseConverter):
    """Takes any segment, so that a bad id is answered with words and not with "no such page"."""

    regex = "[^/]+"
    weight = 100


def schema_of(converter: BaseConverter) -> dict[str, Any]:
    """What OpenAPI says of a path's id."""
    del converter
    return {"type": "string", "pattern": ID_PATTERN, "maxLength": ID_LENGTH}


def is_record_id(value: str) -> bool:
    return _ID.match(value) is not None


def install(app: Flask) -> None:
    app.before_request(_check)


def _check() -> None:
    rule = request.url_rule
    if rule is None:
        return
    for name, value in (request.view_args or {}).items():
        converter = rule._converters.get(name)  # noqa: SLF001 - werkzeug has no public way to it
        if isinstance(converter, RecordId) and not is_record_id(value):
            raise Invalid(errors={name: ["record_id"]})
