"""Annotations, pages and the container as JSON-LD, with the headers the W3C protocol asks for."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, current_app, request

from returnproof.api.addresses import base_url
from returnproof.domain.annotation import Annotation
from returnproof.services.annotations import PAGE_SIZE, AnnotationPage

PROFILE: Final = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE: Final = f'application/ld+json; profile="{PROFILE}"'
CONTEXT: Final = [PROFILE, "http://www.w3.org/ns/ldp.jsonld"]
RESOURCE: Final = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
CONTAINER: Final = (
    '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"',
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"',
)
LABEL: Final = "ReturnProof 备注 · Notes"
_INCLUDE: Final = re.compile(r'include\s*=\s*"([^"]*)"', re.IGNORECASE)
_MINIMAL: Final = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
_IRIS: Final = "http://www.w3.org/ns/oa#PreferContainedIRIs"


def is_minimal_preferred() -> bool:
    return _MINIMAL in _included()


def are_iris_preferred() -> bool:
    return _IRIS in _included()


def _included() -> set[str]:
    found = _INCLUDE.search(request.headers.get("Prefer", ""))
    return set(found[1].split()) if found else set()


def container_url() -> str:
    return f"{base_url()}/annotations/"


def annotation_url(annotation: Annotation) -> str:
    return container_url() + annotation.id


def describe(annotation: Annotation) -> dict[str, Any]:
    """As it came, with the id and times that are ours to say."""
    document = dict(annotation.document)
    context = document.pop("@context")
    document.setdefault("creator", {"type": "Person", "name": annotation.creator})
    return {
        "@context": context,
        "id": annotation_url(annotation),
        **document,
        "created": annotation.created,
        "modified": annotation.modified,
    }


@dataclass(frozen=True, slots=True)
class View:
    """One way of looking at the container: ids or whole annotations, of all or of one subject."""

    iris: bool
    subject: str | None

    def url(self, page: int | None = None) -> str:
        query: dict[str, str] = {"iris": "1" if self.iris else "0"}
        if self.subject is not None:
            query["subject"] = self.subject
        if page is not None:
            query["page"] = str(page)
        return f"{container_url()}?{urlencode(query)}"

    def items(self, annotations: Sequence[Annotation]) -> list[Any]:
        if self.iris:
            return [annotation_url(each) for each in annotations]
        return [describe(each) for each in annotations]

    def page(self, found: AnnotationPage) -> dict[str, Any]:
        """One AnnotationPage without its context."""
        document: dict[str, Any] = {
            "id": self.url(found.number),
            "type": "AnnotationPage",
            "partOf": {"id": self.url(), "label": LABEL, "total": found.total},
            "startIndex": found.number * PAGE_SIZE,
        }
        if found.number > 0:
            document["prev"] = self.url(found.number - 1)
        if found.number < found.last:
            document["next"] = self.url(found.number + 1)
        return {**document, "items": self.items(found.annotations)}

    def collection(self, first: AnnotationPage, *, minimal: bool) -> dict[str, Any]:
        """The container; its first page inside unless it is wanted without."""
        document: dict[str, Any] = {
            "@context": CONTEXT,
            "id": self.url(),
            "type": ["BasicContainer", "AnnotationCollection"],
            "label": LABEL,
            "total": first.total,
        }
        if first.total:
            document["first"] = self.url(0) if minimal else self.page(first)
            document["last"] = self.url(first.last)
        return document


def answer(document: dict[str, Any], *, etag: str | None = None, status: int = 200) -> Response:
    """JSON-LD with its ETag, 304 for who has it already."""
    body = current_app.json.dumps(document).encode()
    response = current_app.response_class(body, status=status)
    response.headers["Content-Type"] = MEDIA_TYPE
    response.set_etag(etag or hashlib.sha256(body).hexdigest()[:24])
    if request.method in {"GET", "HEAD"}:
        response.make_conditional(request)
    return response
