"""Packing photos imported by bar code become those of the order with that waybill, in any order."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
import zxingcpp
from PIL import Image
from tests.server.pictures import jpeg, scene, upload

from returnproof.api.record_ids import is_record_id
from returnproof.domain.comparison import Comparison
from returnproof.services.importing import Importing
from returnproof.services.intake import PhotoIntake
from returnproof.services.records import Index

WAYBILL = "SF1234567890123"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One photo of a packed thing with its label in the picture."""
    root = tmp_path_factory.mktemp("labels")
    code = zxingcpp.create_barcode(WAYBILL, zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(code.to_image(scale=4)).convert("RGB")
    photo = Image.new("RGB", (1200, 1400), "white")
    photo.paste(scene(1).resize((1200, 900)))
    photo.paste(bars, (100, 1000))
    photo.save(root / "IMG_1.jpg")
    return root


@pytest.fixture
def act(client, ports, shop, folder):
    intake = PhotoIntake(ports.records, ports.blobs, ports.queue, ports.vision, 1 << 25)
    importing = Importing(ports.records, ports.queue, ports.vision, intake, is_record_id)

    def photo():
        (done,) = importing.by_barcode(shop, folder, jobs=1)
        assert done.error is None
        return done.new

    steps = {
        "photo": photo,
        "order": lambda: client.put("/api/v1/shipments/o-1", json={"waybill": WAYBILL}),
        "case": lambda: client.put("/api/v1/cases/r-1", json={"order_id": "o-1"}),
        "claim": lambda: upload(client, "/api/v1/cases/r-1/photos?role=buyer_claim", jpeg(1)),
    }
    return lambda name: steps[name]()


@pytest.fixture
def comparisons(store, shop):
    def read():
        ids = store.records.find(shop, Index.comparison_case, "r-1")
        return store.records.get_many(shop, Comparison, ids)

    return read


def packing_of(client, order_id="o-1"):
    return [each["id"] for each in client.get(f"/api/v1/shipments/{order_id}").json["photos"]]


ORDERS = [
    each
    for each in itertools.permutations(["photo", "order", "case", "claim"])
    if each.index("case") < each.index("claim")
]


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_a_photo_imported_by_waybill_is_the_orders_in_any_order(client, act, comparisons, order):
    for step in order:
        act(step)
        client.get("/api/v1/cases/r-1/assessment")  # what is kept of it must not outlive a step
    (packing,) = packing_of(client)
    (waiting,) = comparisons()
    assert waiting.references == (packing,)
    assert client.get("/api/v1/cases/r-1/assessment").json["pending"]
    assert not act("photo")
    assert packing_of(client) == [packing]
    assert comparisons() == [waiting]


def test_the_photos_go_with_a_waybill_that_was_a_mistake(client, act, comparisons):
    for step in ("photo", "case", "claim", "order"):
        act(step)
    own = upload(client, "/api/v1/shipments/o-1/photos", jpeg(2)).json["photos"][0]["id"]
    client.put("/api/v1/shipments/o-1", json={"waybill": "SF1234567890124"})
    assert packing_of(client) == [own]
    (waiting,) = comparisons()
    assert waiting.references == (own,)
    assert len(packing_of(client, WAYBILL)) == 1


def test_what_arrives_at_the_same_moment_is_brought_together(client, app, act, comparisons, owner):
    act("case")

    def ask(name):
        if name == "photo":
            return act("photo")
        with app.test_client() as own:
            headers = owner.headers
            if name == "order":
                body = {"waybill": WAYBILL}
                return own.put("/api/v1/shipments/o-1", json=body, headers=headers)
            own.environ_base["HTTP_AUTHORIZATION"] = headers["Authorization"]
            return upload(own, "/api/v1/cases/r-1/photos?role=buyer_claim", jpeg(1))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(ask, ("photo", "order", "claim")))
    (packing,) = packing_of(client)
    (waiting,) = comparisons()
    assert waiting.references == (packing,)
