"""flask-smorest with our errors, our JSON and our parser; what it serves is what we export."""

from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from werkzeug.exceptions import HTTPException

from returnproof.api import problems, record_ids
from returnproof.api.blueprint import Blueprint
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
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= HTTPStatus.BAD_REQUEST:
                response["schema"] = self.ERROR_SCHEMA
            prepare_response(response, self.spec, problems.MEDIA_TYPE)
            self.spec.components.response(status.name, response, lazy=True)
        default = {"description": "A problem (RFC 9457)", "schema": self.ERROR_SCHEMA}
        prepare_response(default, self.spec, problems.MEDIA_TYPE)
        self.spec.components.response("DEFAULT_ERROR", default, lazy=True)


def install(app: Flask, blueprints: tuple[Blueprint, ...]) -> OpenApi:
    """Registers every blueprint and serves /openapi.json."""
    app.config.update(CONFIG)
    app.url_map.converters["id"] = record_ids.RecordId
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
