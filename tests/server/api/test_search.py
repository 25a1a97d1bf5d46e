"""Finding a picture again: as it is, turned, mirrored, recompressed, cropped; and nothing else."""

import hashlib

import pytest
from PIL import ImageOps
from tests.server.pictures import encoded, jpeg, part, scene, upload

SEARCH = "/api/v1/photos/search"


@pytest.fixture
def photo(client):
    upload(client, "/api/v1/shipments/o-2/photos", *[jpeg(seed) for seed in range(40, 46)])
    return upload(client, "/api/v1/shipments/o-1/photos", jpeg(1)).json["photos"][0]


def search(client, image, **options):
    return upload(client, SEARCH, encoded(image, "JPEG", **{"quality": 80, **options}))


@pytest.mark.parametrize(
    ("change", "transform"),
    [
        (lambda image: image, "identity"),
        (lambda image: image.resize((400, 300)), "identity"),
        (lambda image: image.rotate(-90, expand=True), "rotated_90"),
        (lambda image: image.rotate(180), "rotated_180"),
        (lambda image: image.rotate(90, expand=True), "rotated_270"),
        (ImageOps.mirror, "mirrored"),
        (lambda image: ImageOps.mirror(image).rotate(-90, expand=True), "mirrored_rotated_90"),
        (ImageOps.flip, "mirrored_rotated_180"),
        (lambda image: ImageOps.mirror(image).rotate(90, expand=True), "mirrored_rotated_270"),
    ],
)
def test_a_picture_is_found_with_what_was_done_to_it(client, photo, change, transform):
    answer = search(client, change(scene(1)), quality=60)
    assert answer.status_code == 200
    (match,) = answer.json["matches"]
    assert (match["photo"], match["transform"]) == (photo["id"], transform)
    assert match["distance"] <= 31
    assert match["overlap"] > 0.95
    assert (match["role"], match["owner"]) == ("packing", "o-1")


def test_a_border_leaves_less_overlap(client, photo):
    framed = ImageOps.expand(scene(1), border=24, fill=(128, 128, 128))
    (match,) = search(client, framed).json["matches"]
    expected = 640 * 480 / ((640 + 48) * (480 + 48))
    assert match["overlap"] == pytest.approx(expected, abs=0.03)


def test_another_picture_is_not_found(client, photo):
    assert search(client, scene(77)).json == {"matches": []}


def test_a_plain_picture_matches_nothing(client, photo):
    plain = scene(1).resize((1, 1)).resize((300, 200))
    upload(client, "/api/v1/shipments/o-1/photos", encoded(plain))
    assert search(client, plain).json == {"matches": []}


def test_nothing_of_the_question_is_kept(client, photo, store):
    content = encoded(scene(1), "JPEG", quality=33)
    upload(client, SEARCH, content)
    assert hashlib.sha256(content).hexdigest() not in set(store.blobs.all())


def test_new_photos_are_found_at_once_by_every_process(client, make_app, owner, photo):
    elsewhere = make_app().test_client()
    elsewhere.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    assert len(upload(elsewhere, SEARCH, jpeg(1)).json["matches"]) == 1
    assert upload(elsewhere, SEARCH, jpeg(60)).json["matches"] == []
    upload(client, "/api/v1/shipments/o-9/photos", jpeg(60))
    (match,) = upload(elsewhere, SEARCH, jpeg(60)).json["matches"]
    assert (match["owner"], match["distance"]) == ("o-9", 0)


def test_a_shop_that_was_removed_is_forgotten(client, store, shop, photo, key_for):
    search(client, scene(1))
    store.records.delete_shop(shop)
    headers = key_for(shop).headers
    with client.post(
        SEARCH,
        data={"file": part(jpeg(1))},
        headers=headers,
    ) as answer:
        assert answer.json == {"matches": []}


@pytest.mark.parametrize(("content", "status"), [(b"", 422), (b"no picture", 415)])
def test_what_is_no_picture_is_refused(client, content, status):
    assert upload(client, SEARCH, content).status_code == status


def test_one_picture_at_a_time(client):
    assert upload(client, SEARCH, jpeg(1), jpeg(2)).status_code == 422
