"""A pack holds what was kept, is a valid bag, and `verify` notices every change to it."""

import io
import json
import random
import secrets
import zipfile
from dataclasses import dataclass

import bagit
import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from returnproof.app import create_app
from returnproof.domain.access import Role
from returnproof.domain.evidence import Evidence
from returnproof.domain.pack import Pack
from returnproof.services import packs
from returnproof.services.access import Access
from returnproof.services.pack_archive import ROOT, write_folder
from returnproof.services.verification import verify


def picture(colour):
    target = io.BytesIO()
    noise = Image.effect_noise((160, 120), 90)
    Image.merge("RGB", (noise, noise, Image.new("L", noise.size, colour))).save(target, "JPEG")
    return target.getvalue()


def fill(client):
    """A case with a packing photo, a buyer's photo, three kept files and a note."""
    assert client.put("/api/v1/shipments/O1", json={"waybill": "SF1"}).status_code == 201
    assert client.put("/api/v1/cases/R1", json={"order_id": "O1"}).status_code == 201
    for url, name in (
        ("/api/v1/shipments/O1/photos", "发货 1.jpg"),
        ("/api/v1/cases/R1/photos?role=buyer_claim", "../../evil.jpg"),
    ):
        sent = {"file": (io.BytesIO(picture(len(name))), name)}
        assert client.post(url, data=sent).status_code == 201
    for name in ("聊天记录.html", "C:\\x\\..\\page.MHTML", "无后缀"):
        sent = {"kind": "file", "file": (io.BytesIO(f"<p>{name}".encode()), name)}
        assert client.post("/api/v1/cases/R1/evidence", data=sent).status_code == 201
    note = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "bodyValue": "边角有压痕",
        "target": "http://localhost/api/v1/cases/R1",
    }
    kind = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    made = client.post("/annotations/", data=json.dumps(note), content_type=kind)
    assert made.status_code == 201


@dataclass(frozen=True)
class Made:
    """A pack made over HTTP, the answers to making and fetching it, and a client of its shop."""

    client: FlaskClient
    shop: str
    token_id: str
    answer: TestResponse
    data: bytes


@pytest.fixture(scope="module")
def made(settings, ports):
    shop = f"packs-{secrets.token_hex(8)}"
    token, bearer = Access(ports.records).create_token(shop, "t", Role.owner)
    client = create_app(settings, ports).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {bearer}"
    fill(client)
    answer = client.post("/api/v1/cases/R1/packs")
    assert answer.status_code == 201, answer.text
    data = client.get(answer.headers["Location"], buffered=True).data
    return Made(client, shop, token.id, answer, data)


@pytest.fixture
def pack(made, tmp_path):
    path = tmp_path / "pack.zip"
    path.write_bytes(made.data)
    return path


def test_a_pack_is_answered_with_where_it_is_and_what_it_hashes_to(made, pack):
    answer = made.answer
    assert answer.headers["Location"] == f"http://localhost/api/v1/packs/{answer.json['id']}"
    assert answer.json["size"] == pack.stat().st_size
    assert answer.json["files"] == 5
    checked = verify(pack)
    assert checked.findings == ()
    assert checked.sha256 == answer.json["sha256"]
    assert checked.created == answer.json["created"]
    head = made.client.head(answer.headers["Location"], buffered=True)
    assert head.content_type == "application/zip"


def test_a_pack_is_a_valid_bag_with_the_originals_byte_for_byte(made, pack, tmp_path):
    with zipfile.ZipFile(pack) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out" / ROOT
    assert bagit.Bag(str(folder)).validate()
    index = json.loads((folder / "data/facts/index.json").read_bytes())
    for original in index["originals"]:
        kept = (folder / "data" / original["path"]).read_bytes()
        record = original["record"]
        kind = "photos" if "role" in record else "evidence"
        url = f"/api/v1/{kind}/{record['id']}/original"
        assert kept == made.client.get(url, buffered=True).data
    facts = folder / "data" / "facts"
    assert json.loads((facts / "case.json").read_bytes())["refund_id"] == "R1"
    assert json.loads((facts / "shipment.json").read_bytes())["waybill"] == "SF1"
    assert json.loads((facts / "annotations.json").read_bytes())[0]["document"]["bodyValue"]
    assert json.loads((facts / "assessment.json").read_bytes())["zh-CN"]["level"]
    assert "version" not in json.loads((facts / "case.json").read_bytes())


def test_names_in_the_pack_are_ours_whatever_the_files_were_called(pack):
    with zipfile.ZipFile(pack) as archive:
        names = archive.namelist()
    assert names == sorted(names)
    assert all(name.isascii() and ".." not in name and "\\" not in name for name in names)
    assert sum("/originals/evidence/" in name for name in names) == 3
    assert any(name.endswith(".mhtml") for name in names)


def test_the_same_contents_make_the_same_bytes(pack, tmp_path):
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "out")
    again = tmp_path / "again.zip"
    with again.open("w+b") as target:
        write_folder(tmp_path / "out" / ROOT, target)
    assert again.read_bytes() == pack.read_bytes()


def test_making_and_opening_a_pack_is_recorded_like_any_opening(made, store):
    kept = made.client.get("/api/v1/cases/R1/evidence").json["evidence"]
    openings = store.records.get(made.shop, Evidence, kept[0]["id"]).openings
    assert openings[0].by == made.token_id
    before = store.records.get(made.shop, Pack, made.answer.json["id"]).opened
    made.client.get(made.answer.headers["Location"], buffered=True)
    opened = store.records.get(made.shop, Pack, made.answer.json["id"])
    assert opened.opened == before + 1
    assert opened.openings[-1].by == made.token_id


def test_a_case_that_is_not_there_has_no_pack(client):
    assert client.post("/api/v1/cases/nothing/packs").status_code == 404
    assert client.get("/api/v1/packs/nothing").status_code == 404


def test_a_pack_is_not_made_without_an_original_that_was_promised(client, store):
    fill(client)
    photo = client.get("/api/v1/cases/R1").json["photos"][0]
    path = store.blobs.path(photo["sha256"])
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + b"x")
    damaged = client.post("/api/v1/cases/R1/packs")
    assert damaged.status_code == 409
    assert damaged.json["type"].endswith("/original-missing")
    assert damaged.json["sha256"] == photo["sha256"]
    path.unlink()
    assert client.post("/api/v1/cases/R1/packs").status_code == 409
    path.write_bytes(kept)
    assert client.post("/api/v1/cases/R1/packs").status_code == 201


def test_any_changed_byte_is_noticed(pack):
    good = pack.read_bytes()
    chosen = random.Random(1).sample(range(len(good)), 150)
    # The archive's own bookkeeping at the end as well as the contents.
    for place in [*chosen, 0, 4, 10, 26, len(good) - 1, len(good) - 20, len(good) - 60]:
        changed = bytearray(good)
        changed[place] ^= 0x41
        pack.write_bytes(changed)
        assert not verify(pack).holds, place


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 100, 0.5, 0.99])
def test_a_cut_file_is_noticed(pack, cut):
    good = pack.read_bytes()
    pack.write_bytes(good[: int(len(good) * cut) if isinstance(cut, float) else cut])
    assert not verify(pack).holds


def test_bytes_before_or_after_are_noticed(pack):
    good = pack.read_bytes()
    for changed in (good + b"\0", b"MZ" + good, good + b"PK"):
        pack.write_bytes(changed)
        assert not verify(pack).holds


def test_packs_are_made_two_at_a_time_and_nobody_waits_for_ever(made, monkeypatch):
    monkeypatch.setattr(packs, "_TURN_SECONDS", 0.2)
    taken = [packs._AT_ONCE.acquire(timeout=5) for _ in range(2)]
    assert taken == [True, True]
    try:
        answer = made.client.post("/api/v1/cases/R1/packs")
    finally:
        packs._AT_ONCE.release(2)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert made.client.post("/api/v1/cases/R1/packs").status_code == 201


def test_a_pack_is_not_begun_without_room_for_it(made, monkeypatch):
    monkeypatch.setattr(packs, "_size", lambda _: 1 << 50)
    answer = made.client.post("/api/v1/cases/R1/packs")
    assert answer.status_code == 507
    assert answer.json["type"].endswith("/storage-full")
