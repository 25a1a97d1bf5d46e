"""What a client gets that sends something else than an annotation."""

import json
import time

import pytest

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
NOTE = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "type": "Annotation",
    "body": {"type": "TextualBody", "value": "边角有压痕", "language": "zh-CN"},
    "target": "http://localhost/api/v1/cases/R1",
}


@pytest.fixture
def post(client):
    def send(document, **headers):
        return client.post(
            "/annotations/",
            data=json.dumps(document),
            content_type=MEDIA_TYPE,
            headers={key.replace("_", "-"): value for key, value in headers.items()},
        )

    return send


WRONG = {
    "no context": ({"type": "Annotation", "target": "urn:x"}, "@context"),
    "another context": ({**NOTE, "@context": "http://schema.org"}, "@context"),
    "another type": ({**NOTE, "type": "Note"}, "type"),
    "no target": ({key: NOTE[key] for key in ("@context", "type", "body")}, "target"),
    "empty target": ({**NOTE, "target": []}, "target"),
    "script target": ({**NOTE, "target": "javascript:alert(1)"}, "target"),
    "file target": ({**NOTE, "target": "file:///etc/passwd"}, "target"),
    "relative target": ({**NOTE, "target": "/api/v1/cases/1"}, "target"),
    "data target inside": ({**NOTE, "target": {"source": "data:text/html,x"}}, "target.source"),
    "bad region": (
        {
            **NOTE,
            "target": {
                "source": "urn:x",
                "selector": {"type": "FragmentSelector", "value": "xywh=pixel:1,2,3"},
            },
        },
        "target.selector.value",
    ),
    "text body without text": ({**NOTE, "body": {"type": "TextualBody"}}, "body.id"),
    "not a date": ({**NOTE, "created": "gestern"}, "created"),
    "a list": ([NOTE], "_body"),
    "a number": (3, "_body"),
    "endless text": ({**NOTE, "bodyValue": "x" * 20001, "body": "urn:x"}, None),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_annotation_is_refused_by_name(post, case):
    document, field = WRONG[case]
    answer = post(document)
    assert answer.status_code == 422, answer.text
    assert answer.json["errors"][0]["text"]
    if field:
        assert answer.json["errors"][0]["field"] == field


def nested(depth):
    value = "urn:x"
    for _ in range(depth):
        value = {"type": "List", "items": [value]}
    return {**NOTE, "body": value}


@pytest.mark.parametrize("depth", [9, 50, 400])
def test_depth_is_bounded(post, depth):
    assert post(nested(depth)).status_code == 422


def test_size_is_bounded(client, post):
    assert post({**NOTE, "extra": ["x" * 1000] * 200}).status_code == 413
    assert post({**NOTE, "extra": [0] * 5000}).status_code == 422
    huge = client.post("/annotations/", data=b"[" * 5_000_000, content_type=MEDIA_TYPE)
    assert huge.status_code == 413


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/turtle", 415),
        (b"{}", "multipart/form-data; boundary=x", 415),
        (b"", MEDIA_TYPE, 400),
        (b"{", MEDIA_TYPE, 400),
        (b"\xff\xfe", MEDIA_TYPE, 400),
        (b'{"a": NaN}', MEDIA_TYPE, 400),
        (b"[" * 60_000, MEDIA_TYPE, 400),
    ],
)
def test_other_bodies_get_a_problem(client, body, kind, status):
    answer = client.post("/annotations/", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_unknown_questions_are_refused(client):
    assert client.get("/annotations/?limit=1").status_code == 422
    assert client.get("/annotations/?page=-1").status_code == 422
    assert client.get("/annotations/?iris=2").status_code == 422
    assert client.get("/annotations/?subject=a%00b").status_code == 422


def refined(depth, leaf):
    selector = leaf
    for _ in range(depth):
        selector = {"type": "TextPositionSelector", "start": 0, "end": 1, "refinedBy": selector}
    return {**NOTE, "target": {"source": "urn:x", "selector": selector}}


def test_selectors_within_selectors_cost_no_more_than_they_are_long(post):
    started = time.process_time()
    answer = post(refined(11, {"type": 5}))
    assert time.process_time() - started < 10
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"].endswith("refinedBy.type")
    state = {"type": "TimeState", "sourceDate": "2026-11-01T00:00:00Z"}
    assert post(refined(3, state)).status_code == 201
    assert post(refined(0, state)).status_code == 422
