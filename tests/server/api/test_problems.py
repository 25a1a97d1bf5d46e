"""Failures as they are told: in words, without internals, and findable in the log."""

import logging

import pytest
from flask import abort, redirect
from marshmallow import ValidationError, fields, validate

from returnproof.api import problems
from returnproof.api.blueprint import Blueprint
from returnproof.api.schemas.base import Strict
from returnproof.api.security import public
from returnproof.app import create_app
from returnproof.domain.errors import StorageUnavailable

SECRET = "buyer-4711 王小明"


class Borrowed(Strict):
    """A schema whose checks speak in a library's own words."""

    name = fields.String(validate=validate.Regexp("^a+$"))


@pytest.fixture
def broken(settings, ports, address):
    """A client of an app with routes that fail in every way."""
    routes = Blueprint("broken", "broken", url_prefix="/broken")

    @routes.get("/bug")
    @public
    def bug():
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error

    @routes.get("/store")
    @public
    def store():
        raise StorageUnavailable(retry_after=7)

    @routes.get("/late")
    @public
    def late():
        raise ValidationError({"name": ["x"]})

    @routes.post("/borrowed")
    @public
    @routes.arguments(Borrowed)
    def borrowed(sent):
        return sent

    @routes.get("/away")
    @public
    def away():
        abort(redirect("/api/v1/about"))

    app = create_app(settings, ports)
    app.register_blueprint(routes)
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def test_a_bug_of_ours_tells_nothing_but_where_to_find_it(broken, caplog):
    with caplog.at_level(logging.ERROR, "returnproof.problems"):
        answer = broken.get("/broken/bug")
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert set(answer.json) == {"type", "title", "status", "detail", "instance"}
    assert answer.json["instance"] in caplog.text
    assert "KeyError" in caplog.text
    assert "ValueError" in caplog.text
    assert "in bug" in caplog.text
    assert "4711" not in caplog.text + answer.text
    assert "王小明" not in caplog.text + answer.text


def test_a_store_that_is_away_says_when_to_come_back(broken):
    answer = broken.get("/broken/store")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "7"
    assert answer.json["retry_after"] == 7


def test_a_librarys_own_words_are_kept_out(broken):
    answer = broken.post("/broken/borrowed", json={"name": "b", "x": 1})
    errors = {each["field"]: each for each in answer.json["errors"]}
    assert errors["name"] == {"field": "name", "code": "value", "text": "值无效"}
    assert errors["x"]["code"] == "unknown"


def test_a_redirect_passes_as_it_is(broken):
    assert broken.get("/broken/away").headers["Location"] == "/api/v1/about"


def test_what_is_not_caught_at_the_border_is_still_a_problem(broken):
    assert broken.get("/broken/late").json["type"].endswith("/problems/internal")


def test_a_wrong_method_names_the_right_ones(client):
    answer = client.delete("/api/v1/shipments/o-1")
    assert answer.status_code == 405
    assert {"GET", "PUT"} <= {each.strip() for each in answer.headers["Allow"].split(",")}


def test_the_type_leads_to_a_page(client, anyone):
    address = client.get("/api/v1/cases/none").json["type"]
    page = anyone.get(address.removeprefix("http://localhost"))
    assert page.status_code == 200
    assert page.content_type.startswith("text/html")


@pytest.mark.parametrize(
    ("messages", "flat"),
    [
        ({"json": {"a": ["required"]}}, ["a"]),
        ({"json": {"a": {0: {"b": ["type"]}}}}, ["a.0.b"]),
        ({"json": ["broken"]}, ["_body"]),
        ({"query": {"limit": ["range:1–200"]}}, ["limit"]),
    ],
)
def test_messages_become_one_flat_list(app, messages, flat):
    with app.test_request_context():
        found = problems._field_errors(problems._by_field(messages), "en")
    assert [each["field"] for each in found] == flat
    assert all(each["text"] for each in found)


def test_a_body_of_another_type_is_not_asked_for_a_picture(client):
    answer = client.put("/api/v1/cases/R1", data=b"{}", content_type="text/plain")
    assert answer.status_code == 415
    assert "Content-Type" in answer.json["detail"]
    assert "JPEG" not in answer.json["detail"]
