"""A buyer's picture that is given again for another order is found, however it was edited."""

from PIL import ImageOps
from tests.server.pictures import encoded, fetched, scene, upload

from returnproof.domain.comparison import Comparison, ComparisonState
from returnproof.services.records import Index


def claim(client, refund_id, order_id, picture, *, buyer=None, quality=90):
    body = {"order_id": order_id, "kind": "refund_only", "reason": "商品破损", "buyer_id": buyer}
    assert client.put(f"/api/v1/cases/{refund_id}", json=body).status_code == 201
    path = f"/api/v1/cases/{refund_id}/photos?role=buyer_claim"
    assert upload(client, path, encoded(picture, quality=quality)).status_code == 201


def seen(client, refund_id):
    answer = client.get(f"/api/v1/cases/{refund_id}/assessment").json
    return {each["code"]: each for each in answer["signals"] if "other_case" in each["code"]}


def cropped(picture, share=0.92):
    width, height = picture.size
    left, top = round(width * (1 - share) / 2), round(height * (1 - share) / 2)
    return picture.crop((left, top, width - left, height - top))


def test_a_cropped_and_recompressed_picture_is_seen_from_both_cases(client, work):
    claim(client, "r-1", "o-1", scene(3), buyer="a")
    claim(client, "r-2", "o-2", cropped(scene(3)), buyer="b", quality=60)
    assert seen(client, "r-2").keys() <= {"picture_like_other_case"}
    assert work() == 1
    for refund_id, other in (("r-1", "r-2"), ("r-2", "r-1")):
        signal = seen(client, refund_id)["picture_shared_with_other_case"]
        assert signal["detail"]["other"] == other
        kinds = {each["type"] for each in signal["evidence"]}
        assert kinds == {"photo", "case", "comparison"}
    assert client.get("/api/v1/cases/r-2/assessment").json["level"] == "medium"
    comparison = next(
        each["id"]
        for each in seen(client, "r-2")["picture_shared_with_other_case"]["evidence"]
        if each["type"] == "comparison"
    )
    assert fetched(client, f"/api/v1/comparisons/{comparison}/figure").mimetype == "image/png"


def test_the_same_bytes_need_no_second_look(client, work):
    for count in (1, 2):
        claim(client, f"r-{count}", f"o-{count}", scene(4))
    assert work() == 0
    assert set(seen(client, "r-1")) == set(seen(client, "r-2")) == {"picture_in_other_case"}


def test_another_picture_is_not_even_looked_at(client, work):
    claim(client, "r-1", "o-1", scene(5))
    claim(client, "r-2", "o-2", scene(6))
    assert work() == 0
    assert seen(client, "r-1") == seen(client, "r-2") == {}


def test_a_second_request_for_the_same_order_may_show_the_same_picture(client, work):
    claim(client, "r-1", "o-1", scene(7))
    claim(client, "r-2", "o-1", cropped(scene(7)))
    assert work() == 0
    assert seen(client, "r-1") == seen(client, "r-2") == {}


def test_what_the_engine_found_to_be_two_pictures_is_no_hint_any_more(client, store, shop, work):
    claim(client, "r-1", "o-1", scene(8))
    claim(client, "r-2", "o-2", scene(8).rotate(11, expand=False).crop((60, 40, 560, 420)))
    waiting = store.records.find(shop, Index.comparison_state, ComparisonState.pending.value)
    found = store.records.get_many(shop, Comparison, waiting)
    work()
    if found:  # near enough to be looked at: then the answer counts, whichever it is
        assert "picture_like_other_case" not in seen(client, "r-2")


def test_the_repeated_picture_is_not_among_the_comparisons_with_the_packing_photos(client, work):
    claim(client, "r-1", "o-1", scene(9))
    claim(client, "r-2", "o-2", cropped(scene(9)))
    work()
    answer = client.get("/api/v1/cases/r-2/assessment").json
    assert answer["comparisons"] == []
    assert answer["pending"] is False


def test_another_shops_picture_is_never_looked_at(client, key_for, other_shop, work):
    claim(client, "r-1", "o-1", scene(10))
    headers = key_for(other_shop).headers
    client.put("/api/v1/cases/r-2", json={"order_id": "o-2"}, headers=headers)
    assert work() == 0
    assert seen(client, "r-1") == {}


def test_a_mirrored_and_turned_copy_is_found_in_the_other_case_too(client, work):
    claim(client, "r-1", "o-1", scene(8), buyer="a")
    turned = ImageOps.mirror(scene(8)).rotate(90, expand=True)
    claim(client, "r-2", "o-2", turned, buyer="b", quality=70)
    assert seen(client, "r-2") == {}
    assert work() == 1
    for refund_id in ("r-1", "r-2"):
        assert set(seen(client, refund_id)) == {"picture_shared_with_other_case"}
