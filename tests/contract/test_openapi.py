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


def test_it_is_openapi_3_1():
    assert openapi.document()["openapi"].startswith("3.1.")
