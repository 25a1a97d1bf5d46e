"""Uploads: idempotent, in order, and a bad file among good ones undoes nothing."""

import hashlib
import io

import pytest
from PIL import Image
from tests.server.pictures import encoded, fetched, jpeg, scene, upload

from returnproof.domain.access import Role

PACKING = "/api/v1/shipments/o-1/photos"
CLAIM = "/api/v1/cases/r-1/photos?role=buyer_claim"


@pytest.fixture
def case(client):
    client.put("/api/v1/cases/r-1", json={"order_id": "o-1"})


def test_photos_are_answered_in_the_order_sent(client):
    files = [jpeg(seed) for seed in (3, 1, 2)]
    answer = upload(client, PACKING, *files)
    assert answer.status_code == 201
    assert [each["sha256"] for each in answer.json["photos"]] == [
        hashlib.sha256(each).hexdigest() for each in files
    ]
    assert answer.json["problems"] == []
    first = answer.json["photos"][0]
    assert {name: first[name] for name in ("role", "width", "height", "media_type")} == {
        "role": "packing",
        "width": 640,
        "height": 480,
        "media_type": "image/jpeg",
    }
    assert client.get("/api/v1/shipments/o-1").json["photos"] == answer.json["photos"]


def test_the_same_bytes_are_the_same_photo(client, case):
    once = upload(client, PACKING, jpeg(1), jpeg(1)).json["photos"]
    again = upload(client, PACKING, (jpeg(1), "other-name.jpg"))
    assert once[0] == once[1] == again.json["photos"][0]
    assert again.status_code == 201
    claimed = upload(client, CLAIM, jpeg(1)).json["photos"][0]
    chat = upload(client, "/api/v1/cases/r-1/photos?role=chat", jpeg(1)).json["photos"][0]
    assert len({once[0]["id"], claimed["id"], chat["id"]}) == 3
    assert claimed["sha256"] == chat["sha256"] == once[0]["sha256"]
    assert len(client.get("/api/v1/cases/r-1").json["photos"]) == 2


def test_width_and_height_are_those_of_the_upright_picture(client):
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = encoded(scene(1, (640, 480)), "JPEG", exif=exif)
    photo = upload(client, PACKING, turned).json["photos"][0]
    assert (photo["width"], photo["height"]) == (480, 640)


def test_a_bad_file_among_good_ones_is_told_by_name(client):
    answer = upload(
        client,
        PACKING,
        (jpeg(1), "a.jpg"),
        (b"", "empty.jpg"),
        (b"%PDF-1.7 no picture", "b.jpg"),
        (jpeg(2), "c.jpg"),
    )
    assert answer.status_code == 201
    assert [each["name"] for each in answer.json["photos"]] == ["a.jpg", "c.jpg"]
    assert [each["name"] for each in answer.json["problems"]] == ["empty.jpg", "b.jpg"]
    for problem in answer.json["problems"]:
        assert problem["type"].startswith("http://localhost/problems/")
        assert problem["title"]
        assert problem["detail"]


@pytest.mark.parametrize(
    ("content", "statuses"),
    [(b"", {422}), (b"GIF", {415, 422}), (b"not a picture at all", {415}), (jpeg(1)[:4000], {422})],
)
def test_when_no_file_is_good_the_answer_is_one_problem(client, content, statuses):
    answer = upload(client, PACKING, (content, "x.jpg"))
    assert answer.status_code in statuses
    assert answer.content_type == "application/problem+json"
    assert [each["name"] for each in answer.json["problems"]] == ["x.jpg"]
    assert client.get("/api/v1/shipments/o-1").status_code == 404


def test_without_files_it_says_so(client):
    assert client.post(
        PACKING, data={}, content_type="multipart/form-data; boundary=x"
    ).status_code in {400, 422}
    wrong = client.post(PACKING, data={"photo": (io.BytesIO(b"x"), "x")})
    assert wrong.json["errors"][0]["field"] == "photo"
    assert client.post(PACKING, json={}).status_code == 415
    assert upload(client, PACKING, *[b"x"] * 101).status_code == 422


def test_a_file_that_is_too_large_is_told_by_name(make_app, owner):
    client = make_app(max_upload_bytes=20_000).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    small = encoded(scene(5, (64, 64)))
    answer = upload(client, PACKING, (jpeg(1), "big.jpg"), (small, "small.jpg"))
    assert answer.status_code == 201
    assert answer.json["problems"][0]["name"] == "big.jpg"
    assert answer.json["problems"][0]["type"].endswith("/too-large")
    assert "20000" in answer.json["problems"][0]["detail"]
    alone = upload(client, PACKING, (jpeg(1), "big.jpg"))
    assert (alone.status_code, alone.json["limit"]) == (413, 20_000)


def test_photos_of_an_unknown_case_wait_for_it_to_be_registered(client):
    answer = upload(client, CLAIM, jpeg(1))
    assert answer.status_code == 404
    assert "登记" in answer.json["detail"]


def test_a_case_has_no_packing_photos_of_its_own(client, case):
    for role in ("packing", "nonsense"):
        answer = upload(client, f"/api/v1/cases/r-1/photos?role={role}", jpeg(1))
        assert answer.json["errors"][0] == {
            "field": "role",
            "code": "choice",
            "text": "不在可选值之中",
        }


def test_where_a_photo_came_from_is_kept_and_never_fetched(client, case):
    address = "https://p1.example/img/1.jpg?x=1"
    photo = upload(client, CLAIM, jpeg(1), source=address).json["photos"][0]
    assert photo["source"] == address
    assert upload(client, CLAIM, jpeg(1), source="x" * 2049).status_code == 422
    assert upload(client, CLAIM, jpeg(1), foo="x").json["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\x07b\u202egpj.exe", "abgpj.exe"),
        ("..", "file"),
        ("图片 1.jpg", "图片 1.jpg"),
        ("x" * 400 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_names_are_only_names(client, sent, kept):
    assert upload(client, PACKING, (jpeg(1), sent)).json["photos"][0]["name"] == kept


def test_the_original_is_given_back_byte_for_byte(client):
    content = jpeg(7)
    photo = upload(client, PACKING, content).json["photos"][0]
    assert client.get(f"/api/v1/photos/{photo['id']}").json == photo
    original = fetched(client, f"/api/v1/photos/{photo['id']}/original")
    assert original.data == content
    assert original.content_type == "image/jpeg"
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    part = fetched(
        client, f"/api/v1/photos/{photo['id']}/original", headers={"Range": "bytes=10-19"}
    )
    assert (part.status_code, part.data) == (206, content[10:20])
    beyond = fetched(
        client, f"/api/v1/photos/{photo['id']}/original", headers={"Range": "bytes=99999999-"}
    )
    assert beyond.status_code == 416
    same = fetched(
        client,
        f"/api/v1/photos/{photo['id']}/original",
        headers={"If-None-Match": original.headers["ETag"]},
    )
    assert same.status_code == 304


def test_a_thumbnail_is_small_and_upright(client):
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = encoded(scene(1, (640, 480)), "JPEG", exif=exif)
    photo = upload(client, PACKING, turned).json["photos"][0]
    address = f"/api/v1/photos/{photo['id']}/thumbnail"
    for _ in range(2):
        small = fetched(client, f"{address}?size=100")
        assert small.content_type == "image/webp"
        assert Image.open(io.BytesIO(small.data)).size == (75, 100)
    assert client.get(f"{address}?size=5").status_code == 422


def test_a_lost_blob_is_restored_by_sending_it_again(client, store):
    content = jpeg(11)
    photo = upload(client, PACKING, content).json["photos"][0]
    store.blobs.path(photo["sha256"]).unlink()
    gone = client.get(f"/api/v1/photos/{photo['id']}/original")
    assert gone.status_code == 404
    assert gone.json["sha256"] == photo["sha256"]
    assert "doctor" in gone.json["detail"]
    assert upload(client, PACKING, content).json["photos"][0] == photo
    assert fetched(client, f"/api/v1/photos/{photo['id']}/original").data == content


def test_an_order_takes_so_many_photos_and_no_more(client, monkeypatch):
    monkeypatch.setattr("returnproof.services.ownership.MOST_PER_OWNER", 2)
    assert upload(client, PACKING, jpeg(1), jpeg(2)).status_code == 201
    refused = upload(client, PACKING, jpeg(3))
    assert refused.json["errors"][0]["code"] == "count"
    assert len(client.get("/api/v1/shipments/o-1").json["photos"]) == 2


def test_a_station_packs_and_sees_nothing_of_the_cases(client, case, anyone, key_for, shop):
    claim = upload(client, CLAIM, jpeg(2)).json["photos"][0]["id"]
    station = key_for(shop, Role.station).headers
    anyone.environ_base["HTTP_AUTHORIZATION"] = station["Authorization"]
    packed = upload(anyone, PACKING, jpeg(1))
    assert packed.status_code == 201
    photo = packed.json["photos"][0]["id"]
    assert anyone.get(f"/api/v1/photos/{photo}").status_code == 200
    for address in ("", "/original", "/thumbnail"):
        assert anyone.get(f"/api/v1/photos/{claim}{address}").status_code == 404
    for address in ("/api/v1/cases", "/api/v1/cases/r-1", "/api/v1/cases/r-1/assessment"):
        assert anyone.get(address).status_code == 403
    assert upload(anyone, CLAIM, jpeg(1)).status_code == 403
    assert upload(anyone, "/api/v1/photos/search", jpeg(1)).status_code == 403
