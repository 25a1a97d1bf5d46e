"""`/annotations/`: the caller's shop as a W3C Web Annotation Protocol container."""

from typing import Any, Final

from flask import Response, current_app, request
from flask.views import MethodView
from werkzeug.exceptions import BadRequest

from returnproof.api import annotation_documents as documents
from returnproof.api.blueprint import Blueprint
from returnproof.api.hosts import own_path
from returnproof.api.schemas.annotations import AnnotationQuery
from returnproof.api.security import caller, roles
from returnproof.api.wiring import ports
from returnproof.domain.access import MAY, Action
from returnproof.domain.annotation import Annotation
from returnproof.domain.annotation_bounds import MAX_BYTES
from returnproof.domain.errors import Invalid, StaleWrite, TooLarge, UnsupportedMedia
from returnproof.services.annotations import Annotations

_TAKEN: Final = frozenset({"application/ld+json", "application/json"})
_CONTAINER: Final = "annotations.Container"

blueprint = Blueprint(
    "annotations", __name__, url_prefix="/annotations", description="Notes (W3C Web Annotation)"
)
_BODY: Final = {
    "required": True,
    "content": {"application/ld+json": {"schema": {"type": "object"}}},
}
_DOCUMENT: Final = {"description": "JSON-LD", "content": {"application/ld+json": {}}}


def annotations() -> Annotations:
    return Annotations(ports().records)


@blueprint.route("/")
class Container(MethodView):
    @roles(*MAY[Action.work])
    @blueprint.arguments(AnnotationQuery, location="query")
    @blueprint.doc(responses={"200": _DOCUMENT})
    @blueprint.alt_response(404, "NOT_FOUND")
    def get(self, query: dict[str, Any]) -> Response:
        """The container with its first page, or one page; `Prefer` and `iris` say how full."""
        iris = documents.are_iris_preferred() if query["iris"] is None else query["iris"] == "1"
        view = documents.View(iris, query["subject"])
        found = annotations().page(caller().shop, query["page"] or 0, query["subject"])
        if query["page"] is not None:
            document = {"@context": documents.PROFILE, **view.page(found)}
        else:
            document = view.collection(found, minimal=documents.is_minimal_preferred())
        response = documents.answer(document)
        response.headers["Content-Location"] = document["id"]
        if "Prefer" in request.headers:
            response.headers["Preference-Applied"] = "return=representation"
        return response

    @roles(*MAY[Action.work])
    @blueprint.doc(requestBody=_BODY, responses={"201": _DOCUMENT})
    @blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
    @blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
    @blueprint.alt_response(422, "UNPROCESSABLE_ENTITY")
    def post(self) -> Response:
        """Keeps an annotation; `Slug` may name it, a canonical IRI stays as it is."""
        who = caller()
        made = annotations().create(
            who.shop,
            _sent(),
            creator=who.name,
            slug=request.headers.get("Slug"),
            own_path=own_path,
        )
        response = _present(made, status=201)
        response.headers["Location"] = documents.annotation_url(made)
        return response


@blueprint.route("/<id:annotation_id>")
class One(MethodView):
    @roles(*MAY[Action.work])
    @blueprint.doc(responses={"200": _DOCUMENT})
    @blueprint.alt_response(404, "NOT_FOUND")
    @blueprint.alt_response(410, "GONE")
    def get(self, annotation_id: str) -> Response:
        """One annotation."""
        return _present(annotations().get(caller().shop, annotation_id))

    @roles(*MAY[Action.work])
    @blueprint.doc(requestBody=_BODY, responses={"200": _DOCUMENT})
    @blueprint.alt_response(404, "NOT_FOUND")
    @blueprint.alt_response(410, "GONE")
    @blueprint.alt_response(412, "PRECONDITION_FAILED")
    @blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
    @blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
    @blueprint.alt_response(422, "UNPROCESSABLE_ENTITY")
    def put(self, annotation_id: str) -> Response:
        """Replaces it; with `If-Match` only the version that was read."""
        document = _sent()
        if isinstance(document, dict):
            own = documents.container_url() + annotation_id
            if document.get("id", own) != own:
                raise Invalid(errors={"id": ["value"]})
        changed = annotations().replace(
            caller().shop, annotation_id, document, check=_check_version, own_path=own_path
        )
        return _present(changed)

    @roles(*MAY[Action.work])
    @blueprint.response(204)
    @blueprint.alt_response(404, "NOT_FOUND")
    @blueprint.alt_response(410, "GONE")
    @blueprint.alt_response(412, "PRECONDITION_FAILED")
    def delete(self, annotation_id: str) -> None:
        """Removes it; with `If-Match` only the version that was read."""
        annotations().delete(caller().shop, annotation_id, check=_check_version)


@blueprint.after_request
def _protocol_headers(response: Response) -> Response:
    if request.endpoint == _CONTAINER:
        response.headers["Allow"] = "GET, HEAD, OPTIONS, POST"
        response.headers["Accept-Post"] = documents.MEDIA_TYPE
        response.vary.update(("Accept", "Prefer"))
        for link in documents.CONTAINER:
            response.headers.add("Link", link)
    else:
        response.headers["Allow"] = "DELETE, GET, HEAD, OPTIONS, PUT"
        response.vary.add("Accept")
        response.headers.add("Link", documents.RESOURCE)
    return response


def _sent() -> Any:
    """The body as JSON. Raises UnsupportedMedia, TooLarge and, through Flask, 400."""
    if request.mimetype not in _TAKEN:
        raise UnsupportedMedia("annotation")
    if (request.content_length or 0) > MAX_BYTES:
        raise TooLarge(limit=MAX_BYTES, unit="bytes")
    body = request.get_data(cache=False)
    if len(body) > MAX_BYTES:
        raise TooLarge(limit=MAX_BYTES, unit="bytes")
    try:
        return current_app.json.loads(body)
    except ValueError as error:
        raise BadRequest from error


def _etag(annotation: Annotation) -> str:
    """The time tells an annotation from one that was deleted and made again under its name."""
    return f"{annotation.version}-{annotation.modified}"


def _check_version(found: Annotation) -> None:
    wanted = request.if_match
    if "If-Match" in request.headers and not (wanted.star_tag or wanted.contains(_etag(found))):
        raise StaleWrite


def _present(annotation: Annotation, status: int = 200) -> Response:
    document = documents.describe(annotation)
    response = documents.answer(document, etag=_etag(annotation), status=status)
    response.headers["Content-Location"] = document["id"]
    return response
