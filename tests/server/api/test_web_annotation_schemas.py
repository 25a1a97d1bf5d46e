"""The W3C's own schemas over what we serve, where they are present.

The suite's lists (`*Musts.test`) name draft-04 schemas by file; each says which result it expects.
"""

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

SUITE = Path(__file__).parents[4] / "shared" / "conformance" / "web-annotation"
pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="the W3C schemas are not beside the project (../shared/conformance)"
)
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PHOTO = "http://localhost/api/v1/photos/p1/original"
NOTES = {
    "text on a case": {
        "body": {"type": "TextualBody", "value": "边角有压痕", "language": "zh-CN"},
        "target": "http://localhost/api/v1/cases/R1",
        "motivation": "commenting",
    },
    "region of a photo": {
        "body": {"type": "TextualBody", "value": "划痕", "purpose": "tagging"},
        "target": {
            "source": PHOTO,
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": "http://www.w3.org/TR/media-frags/",
                "value": "xywh=pixel:10,20,300,200",
            },
        },
    },
    "outline in svg": {
        "bodyValue": "缺口",
        "target": {
            "source": PHOTO,
            "selector": {"type": "SvgSelector", "value": "<svg><path d='M0,0 1,1'/></svg>"},
        },
    },
    "several of both": {
        "body": [{"id": "http://example.org/a"}, {"type": "TextualBody", "value": "b"}],
        "target": ["urn:isbn:1", {"id": PHOTO, "format": "image/jpeg", "type": "Image"}],
        "creator": {"id": "urn:staff:1", "type": "Person", "name": "小李"},
        "canonical": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "via": "http://example.org/via",
        "rights": "https://creativecommons.org/publicdomain/zero/1.0/",
    },
    "choice and states": {
        "body": {"type": "Choice", "items": [{"id": "http://e.org/zh"}, {"id": "http://e.org/en"}]},
        "target": {
            "source": "http://example.org/page",
            "state": {"type": "TimeState", "sourceDate": "2026-11-01T00:00:00Z"},
            "selector": {"type": "TextQuoteSelector", "exact": "七天无理由", "prefix": "支持"},
        },
    },
    "range": {
        "target": {
            "source": "http://example.org/page",
            "selector": {
                "type": "RangeSelector",
                "startSelector": {"type": "XPathSelector", "value": "//td[1]"},
                "endSelector": {"type": "XPathSelector", "value": "//td[2]"},
            },
        },
    },
}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def registry():
    """Schemas name each other by file name alone."""
    found = Registry()
    for path in SUITE.rglob("*.json"):
        resource = Resource.from_contents(read(path), default_specification=DRAFT4)
        found = found.with_resource(path.name, resource)
    return found


@pytest.fixture
def musts(registry):
    def failed(document, listing):
        names = []
        for assertion in read(SUITE / listing)["assertions"]:
            schema = read(SUITE / assertion) if isinstance(assertion, str) else assertion
            valid = Draft4Validator(schema, registry=registry).is_valid(document)
            if valid != (schema.get("expectedResult", "valid") == "valid"):
                names.append(assertion)
        return names

    return failed


@pytest.fixture
def post(client):
    def send(note):
        document = {"@context": CONTEXT, "type": "Annotation", **note}
        return client.post("/annotations/", data=json.dumps(document), content_type=MEDIA_TYPE)

    return send


@pytest.mark.parametrize("name", NOTES)
def test_every_annotation_we_serve_keeps_the_models_musts(client, post, musts, name):
    made = post(NOTES[name])
    assert made.status_code == 201, made.text
    served = client.get(made.headers["Location"]).json
    assert musts(served, "annotations/annotationMusts.test") == []


def test_the_schemas_can_fail(musts):
    assert musts({"type": "Annotation"}, "annotations/annotationMusts.test")
    assert musts({"type": "AnnotationPage"}, "collections/pages/pageMusts.test")
    assert musts({"type": "AnnotationCollection"}, "collections/collectionMusts.test")


def test_the_container_and_its_pages_keep_theirs(client, post, musts):
    for _ in range(60):
        assert post(NOTES["text on a case"]).status_code == 201
    for url in ("/annotations/", "/annotations/?iris=1"):
        collection = client.get(url).json
        assert musts(collection, "collections/collectionMusts.test") == []
        for page in (collection["first"]["id"], collection["last"]):
            assert musts(client.get(page).json, "collections/pages/pageMusts.test") == []
    minimal = 'return=representation;include="http://www.w3.org/ns/ldp#PreferMinimalContainer"'
    bare = client.get("/annotations/", headers={"Prefer": minimal}).json
    assert musts(bare, "collections/collectionMusts.test") == []
