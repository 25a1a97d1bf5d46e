"""Files in a multipart body, what is told of the refused ones, and kept bytes on their way out."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from flask import Response, request, send_file
from marshmallow import Schema, ValidationError

from returnproof.api import problems
from returnproof.api.schemas.base import Strict
from returnproof.domain.errors import Invalid, UnsupportedMedia
from returnproof.services.uploads import Refused, Upload

# In one request. More come in several, so that each stays small enough to be sent again.
MOST_FILES: Final = 100
_ENVELOPE: Final = 1 << 20
# Of all files of one request, in bytes, unless two of the largest need more.
_ALL_FILES: Final = 600 << 20
_YEAR_S: Final = 365 * 24 * 3600


def documented(texts: Mapping[str, Any], *, single: bool = False) -> dict[str, Any]:
    """The requestBody of an upload for OpenAPI; `texts` are the fields beside the files."""
    binary = {"type": "string", "format": "binary"}
    file = binary if single else {"type": "array", "items": binary, "maxItems": MOST_FILES}
    properties = {"file": file, **texts}
    schema = {"type": "object", "properties": properties, "required": ["file"]}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def received(
    max_bytes: int, *, files: int = MOST_FILES, query: Collection[str] = ()
) -> list[Upload]:
    """The `file` parts of this request. Raises Invalid, and what is 413 or 415 of the whole.

    `query` are the parameters that the route knows; any other is refused before the body is read.
    Call it before anything else reads the body: it raises the limit that holds for other bodies.
    """
    stray = [name for name in request.args if name not in query]
    if stray:
        raise Invalid(errors={name: ["unknown"] for name in stray})
    together = min(max_bytes * files, max(2 * max_bytes, _ALL_FILES))
    request.max_content_length = together + _ENVELOPE
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMedia("form")
    unknown = [name for name in request.files if name != "file"]
    if unknown:
        raise Invalid(errors={name: ["unknown"] for name in unknown[:files]})
    found = request.files.getlist("file")
    if len(found) > files:
        raise Invalid(errors={"file": [f"count:{files}"]})
    if not found:
        raise Invalid(errors={"file": ["file"]})
    return [Upload(each.filename or "", cast("BinaryIO", each.stream)) for each in found]


def fields(schema: Schema) -> dict[str, Any]:
    """The text fields beside the files; call it after `received`. Raises Invalid."""
    repeated = [name for name, values in request.form.lists() if len(values) > 1]
    if repeated:
        raise Invalid(errors={name: ["one"] for name in repeated})
    try:
        loaded: dict[str, Any] = schema.load(request.form.to_dict())
    except ValidationError as error:
        raise Invalid(errors=error.messages_dict) from error
    return loaded


def no_fields() -> None:
    """For routes that take files alone; call it after `received`. Raises Invalid."""
    fields(Strict())


def told(refused: tuple[Refused, ...]) -> Iterator[dict[str, Any]]:
    """What the answer says of each refused file."""
    for each in refused:
        yield {"name": each.name, **problems.describe(each.error)}


def kept(
    path: Path | BytesIO, sha256: str, *, media_type: str, name: str | None = None
) -> Response:
    """Bytes that never change under this address; `name` makes them a download."""
    response = send_file(
        path,
        mimetype=media_type,
        as_attachment=name is not None,
        download_name=name,
        etag=sha256,
        conditional=True,
        max_age=_YEAR_S,
    )
    response.cache_control.private = True
    response.cache_control.immutable = True
    return response
