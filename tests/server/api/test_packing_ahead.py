"""Packing photos that the web did not receive since it started are prepared all the same."""

import time

import pytest
from tests.server.pictures import jpeg, upload

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


def until(done, seconds=20):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def noted(vision):
    return Noted(vision)


@pytest.fixture
def packed(client):
    def send(*seeds):
        sent = upload(client, "/api/v1/shipments/o-1/photos", *(jpeg(seed) for seed in seeds))
        return [photo["sha256"] for photo in sent.json["photos"]]

    return send


def mine(noted, shas):
    """Other tests share the store and left photos of their own."""
    return sorted(each for each in noted.prepared if each in shas)


def test_a_worker_finds_what_is_recorded_and_looks_at_it_once(store, noted, client, packed):
    client.put("/api/v1/cases/r-1", json={"order_id": "o-1"})
    claim = upload(client, "/api/v1/cases/r-1/photos?role=buyer_claim", jpeg(82))
    shas = packed(80, 81)
    ahead = PackingAhead(store.records, Preparing(store.blobs, noted, 0), settled_seconds=0)
    ahead.look()
    until(lambda: mine(noted, shas) == sorted(shas))
    assert claim.json["photos"][0]["sha256"] not in noted.prepared
    more = packed(83)
    ahead.look()
    until(lambda: mine(noted, more) == more)
    assert mine(noted, shas) == sorted(shas)


def test_while_photos_still_arrive_receiving_them_comes_first(store, noted, packed):
    shas = packed(84)
    ahead = PackingAhead(store.records, Preparing(store.blobs, noted, 0), settled_seconds=3600)
    ahead.look()
    time.sleep(0.3)
    assert mine(noted, shas) == []


def test_nothing_is_begun_while_the_worker_compares(store, noted, packed):
    shas = packed(85)
    busy = [True]
    preparing = Preparing(store.blobs, noted, 0, busy=lambda: busy[0])
    PackingAhead(store.records, preparing, settled_seconds=0).look()
    time.sleep(0.5)
    assert noted.prepared == []
    busy[0] = False
    until(lambda: mine(noted, shas) == shas)
