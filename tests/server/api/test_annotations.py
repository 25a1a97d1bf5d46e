"""/annotations/ as the W3C protocol wants it, and what a hostile client gets instead."""

import json

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


def put(client, url, document, **headers):
    return client.put(
        url,
        data=json.dumps(document),
        content_type=MEDIA_TYPE,
        headers={key.replace("_", "-"): value for key, value in headers.items()},
    )


def links(answer):
    return ",".join(answer.headers.getlist("Link"))


def test_a_note_is_created_read_changed_and_deleted(client, post):
    made = post(NOTE)
    assert made.status_code == 201
    url = made.headers["Location"]
    assert url.startswith("http://localhost/annotations/")
    assert made.json["id"] == url
    assert made.json["body"] == NOTE["body"]
    assert made.json["creator"] == {"type": "Person", "name": "测试"}

    read = client.get(url)
    assert read.json == made.json
    assert read.content_type == MEDIA_TYPE
    assert read.headers["Content-Location"] == url
    assert set(read.headers["Allow"].split(", ")) >= {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
    assert '<http://www.w3.org/ns/ldp#Resource>; rel="type"' in links(read)
    assert "Accept" in read.headers["Vary"]

    changed = put(client, url, {**NOTE, "bodyValue": "修好", "body": None} | {"body": "urn:x:1"})
    assert changed.status_code == 422
    fresh = {key: value for key, value in NOTE.items() if key != "body"} | {"bodyValue": "已看过"}
    changed = put(client, url, fresh, If_Match=read.headers["ETag"])
    assert changed.status_code == 200
    assert changed.json["bodyValue"] == "已看过"
    assert changed.json["created"] == made.json["created"]
    assert changed.headers["ETag"] != read.headers["ETag"]

    assert put(client, url, NOTE, If_Match=read.headers["ETag"]).status_code == 412
    stale = client.delete(url, headers={"If-Match": read.headers["ETag"]})
    assert stale.status_code == 412
    assert client.delete(url, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
    for answer in (client.get(url), client.delete(url), put(client, url, NOTE)):
        assert (answer.status_code, answer.json["type"].rsplit("/", 1)[1]) == (410, "gone")


def test_the_name_of_a_deleted_note_is_never_given_to_another(client, post):
    first = post(NOTE, Slug="first")
    assert first.headers["Location"].endswith("/first")
    client.delete(first.headers["Location"])
    assert not post(NOTE, Slug="first").headers["Location"].endswith("/first")
    listed = client.get("/annotations/?page=0").json
    assert len(listed["items"]) == 1
    found = client.get("/annotations/?page=0&subject=R1").json
    assert len(found["items"]) <= 1


def test_what_was_read_before_is_answered_with_304(client, post):
    url = post(NOTE).headers["Location"]
    etag = client.get(url).headers["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    assert client.head(url).headers["ETag"] == etag
    container = client.get("/annotations/").headers["ETag"]
    assert client.get("/annotations/", headers={"If-None-Match": container}).status_code == 304
    post(NOTE)
    assert client.get("/annotations/", headers={"If-None-Match": container}).status_code == 200


def test_the_container_says_what_it_is(client, post):
    post(NOTE)
    answer = client.get("/annotations/")
    assert answer.content_type == MEDIA_TYPE
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "HEAD", "OPTIONS", "POST"}
    assert "ldp#BasicContainer" in links(answer)
    assert 'rel="http://www.w3.org/ns/ldp#constrainedBy"' in links(answer)
    assert {"Accept", "Prefer"} <= {each.strip() for each in answer.headers["Vary"].split(",")}
    assert answer.headers["Content-Location"] == answer.json["id"]
    assert answer.headers["Accept-Post"] == MEDIA_TYPE
    assert answer.json["total"] == 1
    assert set(answer.json["type"]) == {"BasicContainer", "AnnotationCollection"}
    options = client.options("/annotations/")
    assert "POST" in options.headers["Allow"]
    assert client.head("/annotations/").headers["ETag"] == answer.headers["ETag"]
    assert client.get("/annotations").status_code == 308


def prefer(client, iri, **kwargs):
    header = f'return=representation;include="{iri}"'
    return client.get("/annotations/", headers={"Prefer": header}, **kwargs)


def test_prefer_says_how_full_the_container_comes(client, post):
    url = post(NOTE).headers["Location"]
    full = prefer(client, "http://www.w3.org/ns/oa#PreferContainedDescriptions").json
    assert full["first"]["items"][0]["body"] == NOTE["body"]
    iris = prefer(client, "http://www.w3.org/ns/oa#PreferContainedIRIs")
    assert iris.json["first"]["items"] == [url]
    assert iris.headers["Preference-Applied"] == "return=representation"
    minimal = prefer(client, "http://www.w3.org/ns/ldp#PreferMinimalContainer").json
    assert isinstance(minimal["first"], str)
    assert client.get(minimal["first"]).json["items"][0]["id"] == url


def test_pages_lead_to_each_other_and_hold_every_note_once(client, post):
    made = [post(NOTE).headers["Location"] for _ in range(120)]
    start = client.get("/annotations/?iris=1").json
    assert start["total"] == 120
    seen, url, previous = [], start["first"]["id"], None
    while url:
        page = client.get(url).json
        assert page["partOf"]["id"] == start["id"]
        assert page["startIndex"] == len(seen)
        assert page.get("prev") == previous
        seen += page["items"]
        previous, url = url, page.get("next")
    assert seen == made
    assert previous == start["last"]
    assert client.get("/annotations/?page=3").status_code == 404


def test_an_empty_container_is_no_error(client):
    answer = client.get("/annotations/")
    assert answer.json["total"] == 0
    assert "first" not in answer.json
    assert client.get("/annotations/?page=0").json["items"] == []


def test_a_slug_names_the_note_if_it_is_free(post):
    assert post(NOTE, Slug="anno1.jsonld").headers["Location"].endswith("/annotations/anno1.jsonld")
    assert not post(NOTE, Slug="anno1.jsonld").headers["Location"].endswith("anno1.jsonld")
    assert "/annotations/" in post(NOTE, Slug="../../etc/passwd").headers["Location"]


def test_canonical_and_via_are_kept(client, post):
    made = post({**NOTE, "id": "http://example.org/a/1", "canonical": "urn:uuid:1", "via": "urn:v"})
    assert made.json["canonical"] == "urn:uuid:1"
    assert made.json["via"] == ["urn:v", "http://example.org/a/1"]
    changed = put(client, made.json["id"], {**NOTE, "canonical": "urn:uuid:2"})
    assert changed.json["canonical"] == "urn:uuid:1"
    assert changed.json["via"] == made.json["via"]


def test_notes_are_found_by_the_case_they_are_about(client, post):
    for case in ("R1", "R2"):
        assert client.put(f"/api/v1/cases/{case}", json={"order_id": "O1"}).status_code == 201
    one = post(NOTE).headers["Location"]
    other = post({**NOTE, "target": "http://127.0.0.1:8600/api/v1/cases/R2"}).headers["Location"]
    post({**NOTE, "target": "http://elsewhere.example/api/v1/cases/R1"})
    region = {
        "source": "http://localhost/api/v1/cases/R1",
        "selector": {"type": "FragmentSelector", "value": "xywh=pixel:1,2,30,40"},
    }
    third = post({**NOTE, "target": ["urn:other", region]}).headers["Location"]

    def of(case):
        found = client.get(f"/annotations/?iris=1&subject={case}").json
        return found["first"]["items"] if found["total"] else []

    assert of("R1") == [one, third]
    assert of("R2") == [other]
    assert of("R3") == []
    assert client.put("/api/v1/cases/A:1", json={"order_id": "O1"}).status_code == 201
    coded = {**NOTE, "target": "http://localhost/api/v1/cases/A%3A1"}
    assert of("A:1") == [] != of("R1")
    assert post(coded).headers["Location"] in of("A:1")
    assert put(client, one, {**NOTE, "target": "urn:gone"}).status_code == 200
    assert of("R1") == [third]


def test_another_shop_sees_none_of_it(client, anyone, post, key_for, other_shop):
    url = post(NOTE).headers["Location"]
    stranger = key_for(other_shop).headers
    assert anyone.get(url, headers=stranger).status_code == 404
    assert anyone.delete(url, headers=stranger).status_code == 404
    assert anyone.get("/annotations/", headers=stranger).json["total"] == 0
    assert client.get(url).status_code == 200
