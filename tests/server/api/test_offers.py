"""A buyer's picture that is one of the shop's own listing pictures is named, with its proof."""

from PIL import Image
from tests.server.pictures import encoded, fetched, scene, upload

LISTING = "/api/v1/photos?bank=listing"
CODE = "claim_is_listing_picture"


def claim(client, picture, refund_id="r-1"):
    client.put(f"/api/v1/cases/{refund_id}", json={"order_id": f"o-{refund_id}"})
    path = f"/api/v1/cases/{refund_id}/photos?role=buyer_claim"
    (photo,) = upload(client, path, encoded(picture, quality=70)).json["photos"]
    return photo["id"]


def keep(client, *pictures):
    answer = upload(client, LISTING, *[encoded(picture) for picture in pictures])
    assert answer.status_code == 201, answer.json
    return [each["id"] for each in answer.json["photos"]]


def signal(client, refund_id="r-1"):
    signals = client.get(f"/api/v1/cases/{refund_id}/assessment").json["signals"]
    return next((each for each in signals if each["code"] == CODE), None)


def screenshot(picture):
    screen = Image.new("RGB", (540, 1170), (245, 245, 245))
    screen.paste(picture.resize((520, 390)), (10, 300))
    return screen


def evidence(found, kind):
    return {each["id"] for each in found["evidence"] if each["type"] == kind}


def test_a_screenshot_of_a_listing_picture_is_named_and_can_be_seen(client, work):
    first, _ = keep(client, scene(21), scene(22))
    photo = claim(client, screenshot(scene(21)))
    assert signal(client) is None
    assert work() == 1
    found = signal(client)
    assert evidence(found, "photo") == {first, photo}
    (comparison,) = evidence(found, "comparison")
    assert fetched(client, f"/api/v1/comparisons/{comparison}/figure").mimetype == "image/png"
    assert client.get("/api/v1/cases/r-1/assessment").json["level"] == "medium"


def test_the_same_bytes_are_named_at_once_and_no_more_once_the_listing_is_gone(client):
    photo = claim(client, scene(23))
    (listing,) = upload(client, LISTING, encoded(scene(23), quality=70)).json["photos"]
    assert evidence(signal(client), "photo") == {listing["id"], photo}
    assert client.delete(f"/api/v1/photos/{listing['id']}").status_code == 204
    assert signal(client) is None


def test_what_buyers_gave_before_is_held_against_a_listing_picture_that_comes_later(client, work):
    claim(client, screenshot(scene(24)))
    claim(client, scene(25), "r-2")
    (listing,) = keep(client, scene(24))
    assert work() == 2
    assert signal(client) is not None
    assert signal(client, "r-2") is None
    client.delete(f"/api/v1/photos/{listing}")
    assert signal(client) is None


def test_of_a_large_bank_only_what_is_near_is_looked_at(client, work):
    keep(client, *[scene(seed) for seed in range(30, 38)])
    claim(client, scene(33).transpose(Image.Transpose.ROTATE_90))
    claim(client, scene(50), "r-2")
    assert work() == 1
    assert signal(client) is not None
    assert signal(client, "r-2") is None
