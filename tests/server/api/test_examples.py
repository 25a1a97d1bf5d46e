"""The exchanges in shared/examples happen as written; the extension's tests read the same answers.

`RETURNPROOF_RECORD_EXAMPLES=1` writes the answers anew; look at the difference before committing.
"""

import base64
import io
import json
import os
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "examples"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
RECORD = bool(os.environ.get("RETURNPROOF_RECORD_EXAMPLES"))

# What differs from run to run, replaced by a value of the same form.
MOMENTS = {"created", "updated"}
FIXED = {
    "instance": "urn:uuid:00000000-0000-4000-8000-000000000000",
    "model_version": "rules-1+0000000000",
}
ID = re.compile(r"^[0-9a-f]{32}$")
# Sentences are kept in the examples but not compared: tests/contract looks after texts.
SENTENCE = re.compile(r"[\u3000-\u9fff]|\w \w")


def send(client, request):
    body = {}
    if "json" in request:
        body["json"] = request["json"]
    if "files" in request:
        files = [
            (io.BytesIO(base64.b64decode(each["base64"])), each["name"])
            for each in request["files"]
        ]
        body["data"] = {**request.get("form", {}), "file": files}
    return client.open(
        request["path"], method=request["method"], headers=request.get("headers"), **body
    )


def settled(value, ids, name=""):
    """The answer without what differs from run to run: ids in the order they first appear."""
    if isinstance(value, dict):
        return {key: settled(each, ids, key) for key, each in value.items()}
    if isinstance(value, list):
        return [settled(each, ids, name) for each in value]
    if name in FIXED:
        return FIXED[name]
    if name in MOMENTS:
        return "2026-11-23T04:00:00.000Z"
    if isinstance(value, str) and ID.match(value):
        return ids.setdefault(value, f"{len(ids) + 1:032x}")
    return value


def replay(client, exchanges):
    ids = {}
    for exchange in exchanges:
        answer = send(client, exchange["request"])
        yield {
            "status": answer.status_code,
            "media_type": answer.mimetype,
            "json": settled(answer.json, ids),
        }


def wordless(value):
    if isinstance(value, dict):
        return {key: wordless(each) for key, each in value.items()}
    if isinstance(value, list):
        return [wordless(each) for each in value]
    return "…" if isinstance(value, str) and SENTENCE.search(value) else value


@pytest.mark.parametrize("name", NAMES)
def test_every_example_happens_as_written(client, name):
    path = FOLDER / f"{name}.json"
    example = json.loads(path.read_text(encoding="utf-8"))
    answers = list(replay(client, example["exchanges"]))
    if RECORD:
        for exchange, answer in zip(example["exchanges"], answers, strict=True):
            exchange["response"] = answer
        path.write_text(json.dumps(example, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    written = [each["response"] for each in example["exchanges"]]
    assert wordless(answers) == wordless(written)


def test_there_are_examples_of_success_and_of_refusal():
    statuses = {
        exchange["response"]["status"]
        for name in NAMES
        for exchange in json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["exchanges"]
    }
    assert {200, 201, 404, 415, 422} <= statuses
