"""Pictures of the shop itself: found by a search, or never matched at all."""

import pytest
from tests.server.pictures import encoded, jpeg, scene, upload

BANK = "/api/v1/photos?bank={}"
SEARCH = "/api/v1/photos/search"


def keep(client, bank, *files):
    answer = upload(client, BANK.format(bank), *files)
    assert answer.status_code == 201, answer.json
    return answer.json["photos"]


def listed(client, bank):
    return [each["id"] for each in client.get(BANK.format(bank)).json["photos"]]


def found(client, image):
    answer = upload(client, SEARCH, encoded(image, "JPEG", quality=80))
    assert answer.status_code == 200
    return [(each["photo"], each["role"]) for each in answer.json["matches"]]


def codes(client, refund_id):
    signals = client.get(f"/api/v1/cases/{refund_id}/assessment").json["signals"]
    return {each["code"] for each in signals}


def test_a_listing_picture_is_kept_once_listed_found_and_taken_out(client):
    (first,) = keep(client, "listing", jpeg(1))
    (again,) = keep(client, "listing", jpeg(1))
    assert first == again
    assert (first["role"], first["owner"]) == ("listing", "listing")
    assert listed(client, "listing") == [first["id"]]
    assert listed(client, "placeholder") == []
    assert found(client, scene(1)) == [(first["id"], "listing")]
    assert client.delete(f"/api/v1/photos/{first['id']}").status_code == 204
    assert listed(client, "listing") == []
    assert found(client, scene(1)) == []
    assert client.delete(f"/api/v1/photos/{first['id']}").status_code == 404


def test_photos_of_orders_cannot_be_taken_out(client):
    (photo,) = upload(client, "/api/v1/shipments/o-1/photos", jpeg(1)).json["photos"]
    assert client.delete(f"/api/v1/photos/{photo['id']}").status_code == 404
    assert client.get(f"/api/v1/photos/{photo['id']}").status_code == 200


def test_nothing_is_found_for_a_placeholder_however_it_is_turned(client):
    upload(client, "/api/v1/shipments/o-1/photos", jpeg(1))
    assert len(found(client, scene(1))) == 1
    (placeholder,) = keep(client, "placeholder", encoded(scene(1).resize((500, 375))))
    assert found(client, scene(1)) == []
    assert found(client, scene(1).rotate(180)) == []
    client.delete(f"/api/v1/photos/{placeholder['id']}")
    assert len(found(client, scene(1))) == 1


@pytest.mark.parametrize("kept", [jpeg(1), encoded(scene(1).resize((500, 375)))])
def test_a_picture_in_two_cases_says_nothing_while_it_is_a_placeholder(client, kept):
    for number in (1, 2):
        case = {"order_id": f"o-{number}", "buyer_id": f"b-{number}"}
        client.put(f"/api/v1/cases/r-{number}", json=case)
        upload(client, f"/api/v1/cases/r-{number}/photos", jpeg(1))
    assert any(code.startswith("picture_") for code in codes(client, "r-2"))
    (placeholder,) = keep(client, "placeholder", kept)
    assert not any(code.startswith("picture_") for code in codes(client, "r-2"))
    client.delete(f"/api/v1/photos/{placeholder['id']}")
    assert any(code.startswith("picture_") for code in codes(client, "r-2"))


@pytest.mark.parametrize("query", ["", "?bank=", "?bank=packing", "?bank=buyer_claim", "?bank=x"])
def test_other_banks_are_refused(client, query):
    assert upload(client, f"/api/v1/photos{query}", jpeg(1)).status_code == 422
    assert client.get(f"/api/v1/photos{query}").status_code == 422
