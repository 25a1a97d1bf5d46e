"""Packing photos that the web did not receive since it started are prepared all the same."""

import time

import pytest
from tests.server.pictures import jpeg, upload
from tests.server.waiting import eventually

from returnproof.services.packing_ahead import PackingAhead
from returnproof.services.preparing import Preparing


class Noted:
    """The real vision child behind a list of what it was asked to prepare."""

    def __init__(self, vision):
        self._vision = vision
        self.prepared = []

    def prepare(self, sha256, path):
        self._vision.prepare(sha256, path)
        self.prepared.append(sha256)


@pytest.fixture(autouse=True)
def _alone(monkeypatch, store, shop):
    """Other tests share the store; the photos they left would come first."""
    monkeypatch.setattr(store.records, "shops", lambda: [shop])


@pytest.fixture
def noted(vision):
    return Noted(vision)


@pytest.fixture
def packed(client):
    def send(*seeds):
        sent = upload(client, "/api/v1/shipments/o-1/photos", *(jpeg(seed) for seed in seeds))
        return [photo["sha256"] for photo in sent.json["photos"]]

    return send


def test_a_worker_finds_what_is_recorded_and_looks_at_it_once(store, noted, client, packed):
    client.put("/api/v1/cases/r-1", json={"order_id": "o-1"})
    claim = upload(client, "/api/v1/cases/r-1/photos?role=buyer_claim", jpeg(82))
    shas = packed(80, 81)
    ahead = PackingAhead(store.records, Preparing(store.blobs, noted, 0), settled_seconds=0)
    ahead.look()
    eventually(lambda: sorted(noted.prepared) == sorted(shas))
    assert claim.json["photos"][0]["sha256"] not in shas
    more = packed(83)
    ahead.look()
    eventually(lambda: len(noted.prepared) > len(shas))
    assert sorted(noted.prepared) == sorted([*shas, *more])


def test_while_photos_still_arrive_receiving_them_comes_first(store, noted, packed):
    packed(84)
    ahead = PackingAhead(store.records, Preparing(store.blobs, noted, 0), settled_seconds=3600)
    ahead.look()
    time.sleep(0.3)
    assert noted.prepared == []


def test_nothing_is_begun_while_the_worker_compares(store, noted, packed):
    shas = packed(85)
    busy = [True]
    preparing = Preparing(store.blobs, noted, 0, busy=lambda: busy[0])
    PackingAhead(store.records, preparing, settled_seconds=0).look()
    time.sleep(0.5)
    assert noted.prepared == []
    busy[0] = False
    eventually(lambda: noted.prepared == shas)
