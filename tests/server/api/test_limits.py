"""Limits are generous, keyed by token, and never a reason to refuse when their Redis is gone."""

import socket
import tempfile
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from returnproof.api import limits
from returnproof.app import create_app
from returnproof.storage.embedded import EmbeddedRedis

# Enough that one question each would be told from one now and then.
REQUESTS = 20


@pytest.fixture
def counters():
    with tempfile.TemporaryDirectory(prefix="rp-lim-") as folder:
        server = EmbeddedRedis(Path(folder) / "q", durable=False)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def limited(settings, ports, counters):
    return create_app(settings, replace(ports, volatile_url=counters.url))


def test_a_token_that_asks_too_often_waits_and_others_do_not(
    limited, monkeypatch, key_for, shop, other_shop
):
    monkeypatch.setattr(limits, "PER_TOKEN", "5 per minute")
    first, second = key_for(shop), key_for(other_shop)
    client = limited.test_client()
    statuses = [client.get("/api/v1/me", headers=first.headers).status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    refused = client.get("/api/v1/me", headers=first.headers)
    assert refused.content_type == "application/problem+json"
    assert refused.json["type"].endswith("/too-many-requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert client.get("/api/v1/me", headers=second.headers).status_code == 200


def test_bulk_uploading_stays_within_the_limits():
    # A packing line of 3 stations, 4 photos a parcel, 20 parcels a minute, and polling beside it.
    assert int(limits.PER_TOKEN.split()[0]) > 3 * 4 * 20 * 10


def test_without_its_redis_requests_go_on_and_the_metric_says_so(limited, counters, owner):
    client = limited.test_client()
    assert client.get("/api/v1/me", headers=owner.headers).status_code == 200
    assert "returnproof_limiter_store_up 1.0" in client.get("/metrics").text
    counters._process.kill()
    counters._process.wait()
    for _ in range(20):
        assert client.get("/api/v1/me", headers=owner.headers).status_code == 200
    assert "returnproof_limiter_store_up 0.0" in client.get("/metrics").text
    counters.restart()
    deadline = time.monotonic() + 60
    while "returnproof_limiter_store_up 0.0" in client.get("/metrics").text:
        assert time.monotonic() < deadline
        client.get("/api/v1/me", headers=owner.headers)
        time.sleep(0.2)


def test_without_its_redis_guessing_codes_is_still_slow(limited, counters):
    counters._process.kill()
    counters._process.wait()
    client = limited.test_client()
    guess = {"code": "AAAAA-AAAAA", "name": "x"}
    statuses = [client.post("/api/v1/pairings", json=guess).status_code for _ in range(14)]
    assert statuses[0] == 403
    assert statuses[-1] == 429


def test_a_redis_that_hangs_is_not_asked_by_every_request(settings, ports, owner, monkeypatch):
    monkeypatch.setattr(limits, "_STORE_SECONDS", 0.25)
    with tempfile.TemporaryDirectory(prefix="rp-hang-") as folder:
        path = f"{folder}/s"
        silent = socket.socket(socket.AF_UNIX)
        silent.bind(path)
        silent.listen(64)
        try:
            app = create_app(settings, replace(ports, volatile_url=f"redis+unix://{path}"))
            client = app.test_client()
            for _ in range(REQUESTS):
                assert client.get("/api/v1/me", headers=owner.headers).status_code == 200
            assert 1 <= asked(silent) < REQUESTS / 2
        finally:
            silent.close()


def asked(listener):
    """How many connections wait to be accepted."""
    listener.settimeout(0)
    for number in count():
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return number
    raise AssertionError


def test_guessing_from_many_addresses_is_slowed_down_too(limited):
    client = limited.test_client()
    guess = {"code": "AAAAA-AAAAA", "name": "x"}
    statuses = [
        client.post(
            "/api/v1/pairings", json=guess, environ_base={"REMOTE_ADDR": f"10.0.{n // 5}.1"}
        ).status_code
        for n in range(130)
    ]
    assert statuses[:100] == [403] * 100
    assert statuses[-1] == 429
