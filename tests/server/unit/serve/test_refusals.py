"""What is answered where there is no application to answer."""

import json

import pytest
from gunicorn.http import errors

from returnproof.serve.refusals import answer, status_of


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (errors.LimitRequestLine(9, 8), 414, "malformed"),
        (errors.LimitRequestHeaders("SECRET"), 431, "malformed"),
        (errors.InvalidHeader("SECRET"), 400, "malformed"),
        (errors.ExpectationFailed("SECRET"), 417, "malformed"),
        (errors.UnsupportedTransferCoding("SECRET"), 501, "malformed"),
        (errors.InvalidResponseHeader("SECRET"), 500, "internal"),
        (KeyError("SECRET"), 500, "internal"),
    ],
)
def test_each_refusal_is_a_problem_without_internals(error, status, slug):
    response = answer(status_of(error), "http://127.0.0.1:8600")
    head, _, body = response.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].startswith(f"HTTP/1.1 {status} ")
    assert f"Content-Length: {len(body)}" in lines
    problem = json.loads(body)
    assert problem["type"] == f"http://127.0.0.1:8600/problems/{slug}"
    assert problem["status"] == status
    assert b"SECRET" not in response
    assert "problem." not in problem["title"] + problem["detail"]
