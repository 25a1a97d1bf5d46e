"""The sample shop is filled over HTTP, by a process of its own, again and again."""

import json
import subprocess

import pytest
from tests.server.serve.served import RETURNPROOF, command, environment
from tests.server.waiting import eventually

from returnproof.sample.client import Client
from returnproof.sample.folder import CLOCK, FOLDER
from returnproof.sample.loading import fill
from returnproof.sample.stage import Stage


@pytest.fixture
def stage(tmp_path):
    """Two cases of the catalogue, to save the drawing of the others."""
    stage = Stage(tmp_path)
    packed = [case for case in stage.cases if len(case.packing) == 1]
    claimed = [case for case in stage.cases if case.claims and not case.packing]
    stage.cases[:] = [packed[0], claimed[0]]
    return stage


def photos(client, kind, record_id):
    answer = client.ask("GET", f"/api/v1/{kind}/{record_id}")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["photos"]]


def test_filling_again_sends_only_what_is_missing(serve, stage):
    served = serve()
    bearer = served.token("sample")
    client, told = served.client("sample"), []

    def run():
        fill(stage, Client(served.address, bearer), lambda *progress: told.append(progress[:2]))

    run()
    packed, claimed = stage.cases
    first = photos(client, "shipments", packed.order_id), photos(client, "cases", claimed.refund_id)
    assert [len(each) for each in first] == [1, 1]
    case = client.ask("GET", f"/api/v1/cases/{claimed.refund_id}").json()
    assert (case["reason_text"], case["amount_fen"]) == (claimed.text, claimed.amount_fen)
    assert claimed.buyer.id not in str(case)
    run()
    again = photos(client, "shipments", packed.order_id), photos(client, "cases", claimed.refund_id)
    assert again == first
    assert told == [(1, 2), (2, 2)] * 2


def test_serve_with_a_sample_shop_shows_its_list_first_and_fills_it_behind(serve):
    served = serve("--sample")
    client = served.client("sample")
    listing = "/sample/rest/pc/aftersales/schema/refund/list/pagination"

    def rows():
        answer = client.ask("POST", listing, json={"limit": 100})
        if answer.status_code == 503:  # asked again by the page too
            return []
        return answer.json()["data"]["resultList"]

    assert len(eventually(rows)) >= 12
    eventually(lambda: client.ask("GET", "/api/v1/cases").json()["total"], seconds=120)


def test_removing_the_sample_shop_takes_what_was_drawn_with_it(serve, data_dir):
    serve().stop()
    Stage(data_dir).write_pages()
    done = command("sample", "remove", "--data-dir", data_dir)
    assert done.returncode == 0, done.stderr
    assert not (data_dir / FOLDER).exists()


def test_a_shop_drawn_by_another_edition_is_replaced_not_added_to(serve, data_dir):
    served = serve()
    client = served.client("sample")
    path = "/api/v1/shipments/left-over"
    assert client.ask("PUT", path, json={}).status_code in {200, 201}
    clock = data_dir / FOLDER / CLOCK
    Stage(data_dir)
    clock.write_text(json.dumps({**json.loads(clock.read_text()), "edition": "older"}))
    loading = subprocess.Popen(
        [*RETURNPROOF, "sample", "load", "--data-dir", str(data_dir)], env=environment()
    )
    try:
        # With the shop goes its token.
        eventually(lambda: client.ask("GET", path).status_code == 401)
        assert served.client("sample").ask("GET", path).status_code == 404
    finally:
        loading.terminate()
        loading.wait(30)
