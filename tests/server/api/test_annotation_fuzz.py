"""Annotations that are nearly right: never a crash, and what is accepted is served as it came."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
KEYS = st.sampled_from(
    [
        *("@context", "id", "type", "body", "target", "bodyValue", "motivation", "creator"),
        *("created", "modified", "generated", "via", "canonical", "rights", "source", "selector"),
        *("state", "value", "items", "purpose", "refinedBy", "startSelector", "endSelector"),
        *("start", "end", "exact", "conformsTo", "stylesheet", "audience", "format", "x:own", ""),
    ]
)
WORDS = st.sampled_from(
    [
        *("Annotation", "TextualBody", "SpecificResource", "FragmentSelector", "SvgSelector"),
        *("RangeSelector", "TimeState", "Choice", "List", "commenting", "oa:tagging", CONTEXT),
        *("http://example.org/a", "urn:x:1", "javascript:alert(1)", "http://[::1", "http://a b"),
        *("http://localhost/api/v1/cases/R%00", "http://localhost/api/v1/photos//original"),
        *("http://localhost:99999999/api/v1/cases/x", "xywh=pixel:1,2,3,4", "xywh=", "\u202e"),
        *("2026-11-01T00:00:00Z", "2026-13-01", "", "😀", "a" * 3000),
    ]
)
VALUES = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)
GOOD = st.sampled_from(
    [
        *(
            "urn:x:1",
            "http://localhost/api/v1/cases/R%00",
            "http://localhost:99999999/api/v1/cases/x",
        ),
        *("http://localhost/api/v1/photos//original", {"id": "http://example.org/a"}),
        {"source": "urn:x", "selector": {"type": "SvgSelector", "value": "<svg/>"}},
    ]
)
# Other vocabularies may say what they like; the model's own words mostly will not fit.
OWN = st.dictionaries(st.sampled_from(["x:own", "", "audience", "\u202e", "name"]), VALUES)
NEARLY = st.builds(
    lambda base, own, more: {**base, **own, **more},
    st.fixed_dictionaries(
        {"@context": st.just(CONTEXT), "type": st.just("Annotation"), "target": GOOD | VALUES}
    ),
    OWN,
    st.just({}) | st.dictionaries(KEYS, VALUES, max_size=3),
)


@settings(
    max_examples=250,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(document=NEARLY)
def test_nothing_nearly_right_breaks_anything(client, document):
    text = json.dumps(document, ensure_ascii=False)
    made = client.post("/annotations/", data=text.encode(), content_type=MEDIA_TYPE)
    if made.status_code != 201:
        assert made.status_code in {400, 413, 422}, made.text
        assert made.content_type == "application/problem+json"
        return
    served = client.get(made.headers["Location"])
    assert served.status_code == 200
    for key in document.keys() - {"id", "via", "created", "modified"}:
        assert served.json[key] == document[key]
    again = client.put(made.headers["Location"], data=served.data, content_type=MEDIA_TYPE)
    assert again.status_code == 200, again.text
    assert client.get("/annotations/").status_code == 200
