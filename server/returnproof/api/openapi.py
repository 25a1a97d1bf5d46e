"""flask-smorest with our errors, our JSON and our parser; what it serves is what we export."""

from http import HTTPStatus
from typing import Any

from apispec import APISpec
from flask import Flask, Request
from flask_smorest import Api, Blueprint
from flask_smorest.utils import prepare_response
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, HTTPException, UnsupportedMediaType

from returnproof.api import problems, record_ids
from returnproof.api.schemas.problem import ProblemSchema

API = "returnproof.openapi"
CONFIG = {
    "API_TITLE": "ReturnProof",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Evidence made before a dispute, shown where a seller decides.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"token": []}],
    },
}


class OpenApi(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """Errors are problem+json on the wire and in the exported document alike."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: HTTPException) -> Any:
        return problems.from_http(error)

    def _register_responses(self) -> None:
        spec: APISpec = self.spec
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= HTTPStatus.BAD_REQUEST:
                response["schema"] = self.ERROR_SCHEMA
            prepare_response(response, spec, problems.MEDIA_TYPE)
            spec.components.response(status.name, response, lazy=True)
        default = {"description": "A problem (RFC 9457)", "schema": self.ERROR_SCHEMA}
        prepare_response(default, spec, problems.MEDIA_TYPE)
        spec.components.response("DEFAULT_ERROR", default, lazy=True)


class Parser(FlaskParser):
    """Refuses what is not JSON by its name, and unknown query parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - webargs declares it so
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": None,
        "form": None,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Raises 415 and 400; an empty body is no JSON either."""
        del schema
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            return req.json_module.loads(req.get_data(cache=True))
        except ValueError as error:
            raise BadRequest from error


def install(app: Flask, blueprints: tuple[Blueprint, ...]) -> OpenApi:
    """Registers every blueprint and serves /openapi.json."""
    app.config.update(CONFIG)
    app.url_map.converters["id"] = record_ids.RecordId
    Blueprint.ARGUMENTS_PARSER = Parser()
    api = OpenApi()
    api.register_converter(record_ids.RecordId, record_ids.schema_of)
    api.init_app(app)
    api.spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "From pairing"}
    )
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    app.extensions[API] = api
    return api
