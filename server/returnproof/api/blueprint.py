"""The blueprint every resource of ours is on: flask-smorest's with a strict parser."""

from typing import Any

import flask_smorest
from flask import Request
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest

from returnproof.domain.errors import UnsupportedMedia


class Parser(FlaskParser):
    """Refuses what is not JSON by its name, and unknown query parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION = dict.fromkeys(FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION)

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Raises UnsupportedMedia, BadRequest; an empty body is no JSON either."""
        del schema
        if not req.is_json:
            raise UnsupportedMedia("json")
        try:
            return req.json_module.loads(req.get_data(cache=True))
        except ValueError as error:
            raise BadRequest from error


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest is untyped
    """Its decorators bind the parser when a view is decorated, so it is set on the class."""

    ARGUMENTS_PARSER = Parser()
