"""From photos in any order to a comparison, its figure and its assessment."""

import io
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image
from tests.server.pictures import encoded, fetched, jpeg, scene, upload
from tests.server.unit.vision.printed import with_code

from returnproof.domain.comparison import CloserLook, Comparison, ComparisonState
from returnproof.domain.errors import NotFound
from returnproof.services.comparing import Comparing, closer
from returnproof.services.records import Index

PACKING = "/api/v1/shipments/o-1/photos"
CLAIM = "/api/v1/cases/r-1/photos?role=buyer_claim"


@pytest.fixture
def comparing(ports):
    return Comparing(ports.records, ports.blobs, ports.vision)


@pytest.fixture
def comparisons(store, shop):
    """Every comparison of the shop, as it stands."""

    def read(refund_id="r-1"):
        ids = store.records.find(shop, Index.comparison_case, refund_id)
        return store.records.get_many(shop, Comparison, ids)

    return read


def register(client, refund_id="r-1", **body):
    return client.put(f"/api/v1/cases/{refund_id}", json={"order_id": "o-1", **body})


def assessment(client, refund_id="r-1"):
    return client.get(f"/api/v1/cases/{refund_id}/assessment").json


def send_packing(client):
    return upload(client, PACKING, jpeg(1)).json["photos"][0]["id"]


def send_claim(client):
    return upload(client, CLAIM, encoded(scene(1).rotate(2, expand=True))).json["photos"][0]["id"]


@pytest.mark.parametrize(
    "order", ["case packing claim", "packing case claim", "case claim packing"]
)
def test_photos_in_any_order_end_up_compared(client, shop, comparing, comparisons, order):
    steps = {"case": register, "packing": send_packing, "claim": send_claim}
    done = {step: steps[step](client) for step in order.split()}
    (waiting,) = comparisons()
    assert waiting.state is ComparisonState.pending
    assert (waiting.candidate, waiting.references) == (done["claim"], (done["packing"],))
    assert assessment(client)["pending"] is True
    comparing.run(shop, waiting.id)
    shown = client.get(f"/api/v1/comparisons/{waiting.id}").json
    assert shown["state"] == "done"
    assert shown["result"]["outcome"] in {"same_item", "same_picture"}
    assert shown["result"]["best_reference"] == done["packing"]
    assert all(each["text"] for each in shown["result"]["reasons"])
    told = assessment(client)
    assert told["pending"] is False
    assert told["comparisons"][0]["candidate"] == done["claim"]
    assert told["packing_photos"] == [done["packing"]]


def test_later_packing_photos_put_every_comparison_back_to_work(
    client, shop, comparing, comparisons
):
    register(client)
    first = send_packing(client)
    send_claim(client)
    comparing.run(shop, comparisons()[0].id)
    second = upload(client, PACKING, jpeg(2)).json["photos"][0]["id"]
    (waiting,) = comparisons()
    assert waiting.state is ComparisonState.pending
    assert waiting.references == (first, second)
    assert waiting.result is None
    assert assessment(client)["pending"] is True


def test_the_same_photos_again_ask_for_no_work(client, shop, store, comparing, comparisons):
    register(client)
    send_packing(client)
    send_claim(client)
    comparing.run(shop, comparisons()[0].id)
    before = store.records.last_event(shop)
    send_packing(client)
    send_claim(client)
    assert comparisons()[0].state is ComparisonState.done
    assert store.records.last_event(shop) == before


def test_without_packing_photos_nothing_waits(client, comparisons):
    register(client)
    send_claim(client)
    assert comparisons() == []
    told = assessment(client)
    assert (told["level"], told["pending"]) == ("unknown", False)


def test_only_photos_of_the_item_are_compared(client, comparisons):
    register(client)
    send_packing(client)
    for role in ("screenshot", "logistics", "chat", "other"):
        upload(client, f"/api/v1/cases/r-1/photos?role={role}", jpeg(9))
    assert comparisons() == []
    upload(client, "/api/v1/cases/r-1/photos?role=return_inspection", jpeg(9))
    assert len(comparisons()) == 1


def test_a_case_that_moves_to_another_order_is_compared_with_that(client, comparisons):
    register(client)
    send_packing(client)
    claim = send_claim(client)
    other = upload(client, "/api/v1/shipments/o-2/photos", jpeg(5)).json["photos"][0]["id"]
    register(client, order_id="o-2")
    (moved,) = comparisons()
    assert (moved.candidate, moved.references) == (claim, (other,))
    register(client, order_id="o-3")
    assert comparisons() == []


def test_each_case_of_an_order_has_its_own_comparison(client, comparisons):
    for refund_id in ("r-1", "r-2"):
        register(client, refund_id)
        upload(client, f"/api/v1/cases/{refund_id}/photos", jpeg(4))
    send_packing(client)
    assert len(comparisons("r-1")) == len(comparisons("r-2")) == 1


def test_many_uploads_at_once_lose_no_comparison(app, client, owner, comparisons):
    """Packing and claims race; whoever comes last must see the others."""
    register(client)

    def send(seed):
        own = app.test_client()
        own.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
        address = PACKING if seed % 2 else CLAIM
        return upload(own, address, jpeg(seed, (160, 120))).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(12))) == {201}
    packing = {each["id"] for each in client.get("/api/v1/shipments/o-1").json["photos"]}
    claims = {each["id"] for each in client.get("/api/v1/cases/r-1").json["photos"]}
    assert (len(packing), len(claims)) == (6, 6)
    found = comparisons()
    assert {each.candidate for each in found} == claims
    assert all(set(each.references) == packing for each in found)


def test_a_result_for_old_references_is_not_kept(client, shop, ports, comparisons):
    """Packing photos arrive while the worker is comparing."""
    register(client)
    send_packing(client)
    send_claim(client)

    class Interrupted:
        def compare(self, references, candidate, registered):
            upload(client, PACKING, jpeg(2))
            return ports.vision.compare(references, candidate, registered)

    Comparing(ports.records, ports.blobs, Interrupted()).run(shop, comparisons()[0].id)
    (waiting,) = comparisons()
    assert waiting.state is ComparisonState.pending
    assert len(waiting.references) == 2


def test_a_comparison_whose_bytes_are_gone_is_tried_again_and_then_set_aside(
    client, shop, store, comparing, comparisons
):
    register(client)
    send_packing(client)
    claim = send_claim(client)
    sha256 = client.get(f"/api/v1/photos/{claim}").json["sha256"]
    store.blobs.path(sha256).unlink()
    (waiting,) = comparisons()
    with pytest.raises(NotFound):
        comparing.run(shop, waiting.id)
    assert comparisons()[0].state is ComparisonState.pending
    comparing.set_aside(shop, waiting.id, "not-found")
    shown = client.get(f"/api/v1/comparisons/{waiting.id}").json
    assert (shown["state"], shown["problem"]) == ("failed", "not-found")
    assert client.get(f"/api/v1/comparisons/{waiting.id}/figure").json["type"].endswith("no-figure")
    send_claim(client)
    again = client.post(f"/api/v1/comparisons/{waiting.id}/retry")
    assert (again.status_code, again.json["state"]) == (202, "pending")
    comparing.run(shop, waiting.id)
    assert comparisons()[0].state is ComparisonState.done


def test_only_a_failed_comparison_can_be_retried(client, comparisons):
    register(client)
    send_packing(client)
    send_claim(client)
    (waiting,) = comparisons()
    refused = client.post(f"/api/v1/comparisons/{waiting.id}/retry")
    assert refused.status_code == 409
    assert refused.json["type"].endswith("/not-failed")
    assert client.post("/api/v1/comparisons/unknown/retry").status_code == 404


def test_setting_aside_what_is_done_changes_nothing(client, shop, comparing, comparisons):
    register(client)
    send_packing(client)
    send_claim(client)
    (waiting,) = comparisons()
    comparing.run(shop, waiting.id)
    comparing.set_aside(shop, waiting.id, "worker-died")
    assert comparisons()[0].state is ComparisonState.done
    comparing.run(shop, waiting.id)
    assert comparisons()[0].attempts == 1


def test_the_figure_is_there_once_it_is_compared(client, shop, comparing, comparisons):
    register(client)
    send_packing(client)
    send_claim(client)
    (waiting,) = comparisons()
    address = f"/api/v1/comparisons/{waiting.id}/figure"
    early = client.get(address)
    assert early.status_code == 404
    assert early.json["type"].endswith("/comparison-pending")
    comparing.run(shop, waiting.id)
    figure = fetched(client, address)
    assert figure.content_type == "image/png"
    assert Image.open(io.BytesIO(figure.data)).size[0] <= 1200
    same = fetched(client, address, headers={"If-None-Match": figure.headers["ETag"]})
    assert same.status_code == 304
    english = fetched(client, address, headers={"Accept-Language": "en"})
    assert english.headers["ETag"] != figure.headers["ETag"]


def test_an_overlay_shows_either_photo_alone_at_its_ends(client, shop, comparing, comparisons):
    register(client)
    send_packing(client)
    send_claim(client)
    (waiting,) = comparisons()
    comparing.run(shop, waiting.id)
    address = f"/api/v1/comparisons/{waiting.id}/figure?kind=overlay"
    ends = [fetched(client, f"{address}&position={at}") for at in (0, 1)]
    middle = fetched(client, address)
    assert fetched(client, f"{address}&position=0.5").headers["ETag"] == middle.headers["ETag"]
    candidate, reference, both = (
        np.asarray(Image.open(io.BytesIO(each.data)).convert("L"), np.int16)
        for each in (*ends, middle)
    )
    assert candidate.shape == reference.shape == both.shape
    inner = slice(100, both.shape[0] - 120)
    assert np.array_equal(both[inner, :500], reference[inner, :500])
    assert np.array_equal(both[inner, 700:], candidate[inner, 700:])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=everything", "kind"),
        ("position=1.01", "position"),
        ("position=-0.01", "position"),
        ("position=nan", "position"),
        ("position=inf", "position"),
        ("position=left", "position"),
        ("page=1", "page"),
    ],
)
def test_a_figure_that_is_not_offered_is_refused_by_name(client, query, field):
    refused = client.get(f"/api/v1/comparisons/c-1/figure?{query}")
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json["errors"]] == [field]


def test_photos_with_nothing_in_common_have_no_overlay_and_it_is_said_why(
    client, shop, comparing, comparisons
):
    register(client)
    upload(client, PACKING, encoded(Image.new("RGB", (320, 240), (200, 180, 90))))
    send_claim(client)
    (waiting,) = comparisons()
    comparing.run(shop, waiting.id)
    refused = client.get(f"/api/v1/comparisons/{waiting.id}/figure?kind=overlay")
    assert (refused.status_code, refused.json["title"]) == (409, "两张图叠不到一起")
    beside = fetched(client, f"/api/v1/comparisons/{waiting.id}/figure")
    assert beside.status_code == 200


def test_marks_registered_with_the_order_are_looked_for_and_shown(
    client, shop, comparing, comparisons
):
    marks = [{"kind": "seal", "text": "A0088-1234"}]
    client.put("/api/v1/shipments/o-1", json={"marks": marks})
    register(client)
    send_packing(client)
    photo = with_code(scene(9), "SEAL-NO:A00881234", place=(30, 30), scale=5)
    upload(client, CLAIM, encoded(photo, quality=92))
    (waiting,) = comparisons()
    comparing.run(shop, waiting.id)
    result = client.get(f"/api/v1/comparisons/{waiting.id}").json["result"]
    assert result["outcome"] == "same_item"
    assert result["reasons"][0]["code"] == "registered_mark_found"
    assert "A00881234" in result["reasons"][0]["text"]
    (mark,) = result["marks"]
    assert (mark["nature"], mark["text"], mark["read_by"]) == ("serial", "A00881234", "QRCode")
    assert mark["box"]["width"] > 50
    assert assessment(client)["comparisons"][0]["marks"] == result["marks"]
    shown = fetched(client, f"/api/v1/comparisons/{waiting.id}/figure?kind=marks")
    assert (shown.status_code, shown.content_type) == (200, "image/png")


def test_what_changed_is_part_of_the_result(client, shop, comparing, comparisons):
    register(client)
    send_packing(client)
    send_claim(client)
    (waiting,) = comparisons()
    comparing.run(shop, waiting.id)
    found = client.get(f"/api/v1/comparisons/{waiting.id}").json["result"]["differences"]
    assert found["reference"] == waiting.references[0]
    assert 0 < found["compared"] <= 1
    assert assessment(client)["comparisons"][0]["differences"] == found
    shown = fetched(client, f"/api/v1/comparisons/{waiting.id}/figure?kind=difference")
    assert (shown.status_code, shown.content_type) == (200, "image/png")


def test_an_unreadable_candidate_is_set_aside_at_once(client, shop, store, comparing, comparisons):
    register(client)
    send_packing(client)
    # A picture no other test knows: features are kept by their bytes.
    unique = jpeg(int.from_bytes(os.urandom(4)))
    sha256 = upload(client, CLAIM, unique).json["photos"][0]["sha256"]
    path = store.blobs.path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    comparing.run(shop, comparisons()[0].id)
    assert comparisons()[0].state is ComparisonState.failed


def test_an_assessment_is_polled_with_its_etag(client, shop, comparing, comparisons):
    register(client)
    send_packing(client)
    send_claim(client)
    address = "/api/v1/cases/r-1/assessment"
    first = client.get(address)
    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    comparing.run(shop, comparisons()[0].id)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json["pending"] is False
    english = client.get(address, headers={"Accept-Language": "en"})
    assert english.headers["ETag"] != changed.headers["ETag"]
    assert english.json["level"] == changed.json["level"]


def test_briefs_come_in_the_order_asked(client):
    register(client, deadline="2026-11-30T00:00:00Z")
    asked = ["nobody", "r-1", "r-1"]
    answer = client.post("/api/v1/cases/assessments", json={"refund_ids": asked})
    assert [each["refund_id"] for each in answer.json["assessments"]] == asked
    assert [each["level"] for each in answer.json["assessments"]] == ["unknown"] * 3
    assert answer.json["assessments"][1]["deadline"] == "2026-11-30T00:00:00.000Z"
    assert set(answer.json["assessments"][1]["evidence"]) == {"done", "total"}
    many = [f"r-{number}" for number in range(201)]
    refused = client.post("/api/v1/cases/assessments", json={"refund_ids": many})
    assert refused.json["errors"][0]["code"] == "count"
    full = client.post("/api/v1/cases/assessments", json={"refund_ids": many[:200]})
    assert len(full.json["assessments"]) == 200


def test_the_closer_look_waits_until_it_is_asked_for_and_is_done_once(
    client, shop, ports, comparisons
):
    register(client)
    send_packing(client)
    send_claim(client)
    later = []
    worker = Comparing(ports.records, ports.blobs, ports.vision, lambda *job: later.append(job))
    (waiting,) = comparisons()
    worker.run(shop, waiting.id)
    (answered,) = comparisons()
    assert answered.state is ComparisonState.done
    assert answered.result.quality is None
    assert answered.look is CloserLook.due
    assert ports.records.find(shop, Index.comparison_look, CloserLook.due) == (waiting.id,)
    assert later == [(shop, waiting.id)]
    for _ in range(2):
        worker.run(shop, closer(waiting.id))
    (examined,) = comparisons()
    assert examined.look is None
    assert ports.records.find(shop, Index.comparison_look, CloserLook.due) == ()
    assert examined.result.quality is not None
    assert examined.result.outcome is answered.result.outcome
    codes = [each.code for each in examined.result.reasons]
    assert len(set(codes)) == len(codes)
    assert later == [(shop, waiting.id)]


def test_a_closer_look_that_never_succeeds_leaves_the_answer_and_is_asked_for_no_more(
    client, shop, ports, comparisons
):
    register(client)
    send_packing(client)
    send_claim(client)
    worker = Comparing(ports.records, ports.blobs, ports.vision, lambda *_: None)
    (waiting,) = comparisons()
    worker.run(shop, waiting.id)
    (answered,) = comparisons()
    worker.set_aside(shop, closer(waiting.id), "internal")
    (left,) = comparisons()
    assert (left.state, left.look, left.problem) == (ComparisonState.done, None, None)
    assert left.result == answered.result
