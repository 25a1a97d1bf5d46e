"""What the operator and the supervisor read: alive, ready, metrics."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.server.waiting import eventually

from returnproof.app import create_app
from returnproof.config import Settings
from returnproof.storage.opening import open_store
from returnproof.storage.ownership import SERVE
from returnproof.storage.standing import StoreHealth


@pytest.fixture
def local(app):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "127.0.0.1"
    return client


@pytest.fixture
def far(make_app):
    client = make_app(public_url="https://proof.example").test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.5"
    return client


def test_alive_needs_nothing(local, far):
    assert local.get("/healthz").json == {"status": "alive"}
    assert far.get("/healthz").status_code == 200


def test_ready_names_the_promise_that_holds(local):
    answer = local.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["writable"] is True
    assert answer.json["promise"]["durability"] == "embedded"
    assert answer.json["promise"]["kept"] is True
    assert answer.json["schema"] == 1
    assert answer.json["queue"]["workers"] == 0
    assert answer.json["free_bytes"] > answer.json["floor_bytes"]


def test_strangers_learn_only_whether(far, owner):
    assert far.get("/readyz").json == {"status": "ready", "writable": True}
    assert "promise" in far.get("/readyz", headers=owner.headers).json


def test_a_disk_below_the_floor_is_said(ports, settings, store):
    full = StoreHealth(store, ports.queue, floor=1 << 60)
    app = create_app(settings, replace(ports, health=full))
    assert app.test_client().get("/readyz").json["writable"] is False


def test_a_store_that_is_gone_is_not_ready_but_alive_and_back_when_it_is(ports):
    with tempfile.TemporaryDirectory(prefix="rp-gone-") as folder:
        settings = Settings(data_dir=Path(folder), free_space_floor=1)
        with open_store(settings, SERVE) as store:
            health = StoreHealth(store, ports.queue, floor=1)
            gone = replace(ports, records=store.records, health=health)
            client = create_app(settings, gone).test_client()
            assert client.get("/readyz").status_code == 200
            store.servers[0]._process.kill()
            store.servers[0]._process.wait()
            eventually(lambda: client.get("/readyz").status_code == 503)
            problem = client.get("/readyz")
            assert problem.content_type == "application/problem+json"
            assert problem.json["type"].endswith("/problems/storage-unavailable")
            assert client.get("/healthz").status_code == 200
            assert b"returnproof_store_up 0.0" in client.get("/metrics").data
            assert client.get("/api/v1/me", headers=_key()).status_code == 503
            store.servers[0].restart()
            eventually(lambda: client.get("/readyz").status_code == 200)


def _key():
    return {"Authorization": "Bearer rp_shop_" + "x" * 43}


def test_metrics_count_routes_without_ids(local, owner):
    local.get("/api/v1/cases/SECRET-ID", headers=owner.headers)
    text = local.get("/metrics").text
    assert 'route="/api/v1/cases/<id:refund_id>"' in text
    assert "SECRET-ID" not in text
    assert owner.shop not in text
    assert "returnproof_limiter_store_up 1.0" in text
    assert "returnproof_promise_kept 1.0" in text


def test_metrics_are_for_this_machine_and_for_owners(far, local, owner, key_for, shop):
    assert far.get("/metrics").status_code == 403
    assert far.get("/metrics", headers=owner.headers).status_code == 200
    assert far.get("/metrics", headers=key_for(shop, "staff").headers).status_code == 403
    proxied = {"X-Forwarded-For": "203.0.113.5"}
    assert local.get("/metrics", headers=proxied).status_code == 403
