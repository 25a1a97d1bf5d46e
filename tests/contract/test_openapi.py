"""shared/openapi.json is what the served app says of itself."""

import json
from pathlib import Path

from returnproof import openapi

EXPORTED = Path(__file__).parents[2] / "shared" / "openapi.json"


def test_the_exported_document_is_up_to_date():
    assert EXPORTED.read_text(encoding="utf-8") == openapi.text(), "run `make generate`"


def test_every_failure_is_documented_as_problem_json():
    document = json.loads(EXPORTED.read_text(encoding="utf-8"))
    responses = document["components"]["responses"]
    assert set(responses["DEFAULT_ERROR"]["content"]) == {"application/problem+json"}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            assert "default" in operation["responses"], (method, path)
            assert operation.get("summary"), (method, path)


def test_every_documented_failure_names_its_media_type():
    document = json.loads(EXPORTED.read_text(encoding="utf-8"))
    shared = document["components"]["responses"]
    failures = {
        (path, method, status): answer
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method != "parameters"
        for status, answer in operation["responses"].items()
        if status[0] in "45"
    }
    assert failures
    for place, answer in failures.items():
        told = shared[answer["$ref"].rsplit("/", 1)[-1]] if "$ref" in answer else answer
        assert set(told.get("content", ())) == {"application/problem+json"}, place


def test_it_is_openapi_3_1():
    assert openapi.document()["openapi"].startswith("3.1.")
