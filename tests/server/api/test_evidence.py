"""Evidence: kept byte for byte, once, and every opening of it recorded."""

import hashlib
import json
import os

import pytest
from tests.server.pictures import fetched, jpeg, upload

from returnproof.domain.evidence import Evidence
from returnproof.services import evidence

ADDRESS = "/api/v1/cases/r-1/evidence"
ARCHIVE = b"MIME-Version: 1.0\r\n\r\n<html>buyer-4711</html>\x00\xff"


@pytest.fixture(autouse=True)
def _case(client):
    client.put("/api/v1/cases/r-1", json={"order_id": "o-1"})


def keep(client, *files, **fields):
    return upload(client, ADDRESS, *files, **{"kind": "page_archive", **fields})


def test_bytes_are_kept_as_they_were(client, store, shop):
    answer = keep(
        client,
        (ARCHIVE, "page.mhtml"),
        source="https://s.kwaixiaodian.com/zone/refund/detail?id=1",
        taken="2026-11-23T12:00:00+08:00",
    )
    assert answer.status_code == 201
    (kept,) = answer.json["evidence"]
    assert kept["sha256"] == hashlib.sha256(ARCHIVE).hexdigest()
    assert kept["size"] == len(ARCHIVE)
    assert (kept["kind"], kept["taken"]) == ("page_archive", "2026-11-23T04:00:00.000Z")
    listed = client.get(ADDRESS).json["evidence"]
    assert listed == [kept]
    assert client.get("/api/v1/cases/r-1").json["evidence"] == [kept["id"]]
    original = fetched(client, f"/api/v1/evidence/{kept['id']}/original")
    assert original.data == ARCHIVE


def test_it_is_never_run_by_a_browser(client):
    page = b"<script>alert(1)</script>"
    kept = keep(client, (page, "x.html")).json["evidence"][0]
    original = fetched(client, f"/api/v1/evidence/{kept['id']}/original")
    assert original.content_type == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in original.headers["Cache-Control"]


def test_each_opening_is_recorded_with_who_did_it(client, store, owner, anyone, key_for):
    shop = owner.shop
    kept = keep(client, ARCHIVE).json["evidence"][0]
    address = f"/api/v1/evidence/{kept['id']}/original"
    staff = key_for(shop)
    fetched(client, address)
    fetched(anyone, address, headers=staff.headers)
    fetched(client, address, headers={"Range": "bytes=0-3"})
    with client.head(address):
        pass
    record = store.records.get(shop, Evidence, kept["id"])
    assert [each.by for each in record.openings] == [owner.id, staff.id, owner.id]
    assert record.opened == 3


def test_the_same_bytes_of_one_kind_are_kept_once(client):
    first = keep(client, ARCHIVE).json["evidence"]
    assert keep(client, (ARCHIVE, "again")).json["evidence"] == first
    other = keep(client, ARCHIVE, kind="file").json["evidence"]
    assert other[0]["id"] != first[0]["id"]
    assert len(client.get(ADDRESS).json["evidence"]) == 2


def test_what_is_too_large_is_told_by_name(make_app, owner):
    client = make_app(max_evidence_bytes=1000).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    large = os.urandom(1001)
    mixed = keep(client, (large, "film.mp4"), (b"{}", "facts.json"), kind="file")
    assert mixed.status_code == 201
    assert [each["name"] for each in mixed.json["problems"]] == ["film.mp4"]
    alone = keep(client, (large, "film.mp4"), kind="video")
    assert alone.status_code == 413
    assert alone.json["problems"][0]["name"] == "film.mp4"


def test_a_full_case_takes_no_more_bytes_but_the_same_again(client, store, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_PER_CASE", 1)
    assert keep(client, ARCHIVE).status_code == 201
    more = os.urandom(64)
    answer = keep(client, more)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["code"] == "count"
    assert hashlib.sha256(more).hexdigest() not in set(store.blobs.all())
    assert keep(client, ARCHIVE).status_code == 201


@pytest.mark.parametrize("kind", ["file", "video", "screenshot", "page_archive", "raw_json"])
def test_an_empty_file_is_no_evidence(client, kind):
    answer = keep(client, (b"", "empty"), kind=kind)
    assert answer.status_code == 422
    assert answer.json["type"].endswith("/problems/empty-file")
    assert client.get(ADDRESS).json["evidence"] == []


VIDEOS = {
    "mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
    "3gp": b"\0\0\0\x14ftyp3gp4\0\0\0\0",
    "mov": b"\0\0\0\x08wide\0\0\x10\0mdat",
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01",
    "avi": b"RIFF\x24\0\0\0AVI LIST",
    "mpg": b"\0\0\1\xba\x44\0\4\0",
    "ts": (b"G" + b"\0" * 187) * 3,
    "m2ts": (b"\0\0\0\0G" + b"\0" * 187) * 3,
    "flv": b"FLV\x01\x05\0\0\0\x09",
    "wmv": bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),
}
NO_VIDEOS = {
    "text": b"this is no video",
    "page": b"<html><video src=x></html>",
    "photo": jpeg(1),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "song": b"\0\0\0\x14ftypM4A \0\0\0\0",
    "wave": b"RIFF\x24\0\0\0WAVEfmt ",
    "letters": b"G" + b"o" * 600,
    "byte": b"G",
}


@pytest.mark.parametrize("name", VIDEOS)
def test_a_video_is_known_by_its_first_bytes(client, name):
    assert keep(client, (VIDEOS[name], "名"), kind="video").status_code == 201


@pytest.mark.parametrize("name", NO_VIDEOS)
def test_what_is_no_video_is_not_kept_as_one_but_can_be_as_a_file(client, name):
    sent = (NO_VIDEOS[name], "unboxing.mp4")
    answer = keep(client, sent, kind="video")
    assert answer.status_code == 415
    assert "kind=file" in answer.json["detail"]
    assert client.get(ADDRESS).json["evidence"] == []
    assert keep(client, sent, kind="file").status_code == 201


def test_a_screenshot_is_a_picture(client):
    answer = keep(client, (b"no picture", "s.png"), kind="screenshot")
    assert answer.status_code == 415
    assert "kind=file" in answer.json["detail"]
    assert keep(client, (jpeg(1), "s.txt"), kind="screenshot").status_code == 201


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"kind": "rumour"}, "kind", "choice"),
        ({"taken": "yesterday"}, "taken", "time"),
        ({"source": "x" * 2049}, "source", "length"),
        ({"colour": "red"}, "colour", "unknown"),
    ],
)
def test_fields_that_do_not_fit_are_named(client, fields, field, code):
    answer = keep(client, ARCHIVE, **fields)
    assert answer.status_code == 422
    assert {"field": field, "code": code} == {
        name: answer.json["errors"][0][name] for name in ("field", "code")
    }
    assert client.get(ADDRESS).json["evidence"] == []


def test_the_kind_must_be_told(client):
    answer = upload(client, ADDRESS, ARCHIVE)
    assert answer.json["errors"] == [{"field": "kind", "code": "required", "text": "必填"}]


def test_unknown_cases_and_evidence_are_not_found(client):
    assert upload(client, "/api/v1/cases/nope/evidence", b"x", kind="file").status_code == 404
    assert client.get("/api/v1/cases/nope/evidence").status_code == 404
    assert client.get("/api/v1/evidence/nope/original").status_code == 404


HOW = {"how": "fetched", "address": "https://p.example/1.jpg?x=1", "headers": {"etag": '"a"'}}


def test_how_it_was_come_by_is_kept_with_it_and_told_again(client):
    kept = keep(client, ARCHIVE, kind="logistics_trace", provenance=json.dumps(HOW))
    assert kept.status_code == 201
    assert client.get(ADDRESS).json["evidence"][0]["provenance"] == HOW
    photo = upload(
        client, "/api/v1/cases/r-1/photos?role=buyer_claim", jpeg(3), provenance=json.dumps(HOW)
    )
    assert photo.status_code == 201
    assert client.get("/api/v1/cases/r-1").json["photos"][0]["provenance"] == HOW


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not json", "type"),
        ("[1]", "type"),
        ('{"a": NaN}', "type"),
        ("{" + '"a":{' * 3000, "type"),
        ('{"a":' * 100 + "1" + "}" * 100, "count"),
        (json.dumps({"a": [0] * 600}), "count"),
        (json.dumps({"a": "x" * 20000}), "length"),
        ('{"a": 1e999}', "range"),
        ('{"a": 99999999999999999999}', "range"),
        ('{"a": ' + "9" * 9000 + "}", "type"),
        ('{"a": "\\ud800"}', "text"),
        ('{"\\u0000": 1}', "text"),
        ("", "type"),
    ],
)
def test_a_hostile_provenance_is_refused_in_words(client, text, code):
    answer = keep(client, ARCHIVE, provenance=text)
    assert answer.status_code == 422
    found = [(each["field"], each["code"]) for each in answer.json["errors"]]
    assert found == [("provenance", code)]
    assert client.get(ADDRESS).json["evidence"] == []
