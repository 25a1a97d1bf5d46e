"""Streams as a whole: how many, who is let go, and how they end and survive."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.server.event_stream import Stream, change

from returnproof.api import events as api_events
from returnproof.app import create_app
from returnproof.config import Settings
from returnproof.domain.access import Role
from returnproof.services import events as service
from returnproof.services.access import Access
from returnproof.services.events import MOST_STREAMS, Hub
from returnproof.services.records import Commit, Event
from returnproof.storage.opening import open_store
from returnproof.storage.ownership import SERVE


def test_more_streams_than_can_be_carried_are_told_to_poll(store, owner, shop):
    hub = Hub(store.records, lambda _, ids: set(ids))
    listeners = [hub.open(shop, owner.id) for _ in range(MOST_STREAMS)]
    with pytest.raises(Exception, match="too-many-streams"):
        hub.open(shop, owner.id)
    hub.leave(listeners.pop())
    listeners.append(hub.open(shop, owner.id))
    hub.close()
    for listener in listeners:
        assert listener.next(1) is None
    with pytest.raises(Exception, match="too-many-streams"):
        hub.open(shop, owner.id)


def test_places_of_closed_tabs_are_given_to_those_who_come_at_once(store, owner, shop, monkeypatch):
    monkeypatch.setattr(service, "ALIVE_SECONDS", 3600)  # so that no check finds them before
    hub = Hub(store.records, lambda _, ids: set(ids))
    closed = [hub.open(shop, owner.id, lambda: True) for _ in range(MOST_STREAMS)]
    hub.open(shop, owner.id)
    assert len(hub) == 1
    for listener in closed:
        assert listener.next(1) is None
    hub.close()


def test_one_that_does_not_read_is_let_go_and_the_others_go_on(store, owner, shop, monkeypatch):
    monkeypatch.setattr(service, "MOST_WAITING", 20)
    hub = Hub(store.records, lambda _, ids: set(ids))
    lazy, eager = hub.open(shop, owner.id), hub.open(shop, owner.id)
    told = []
    for number in range(40):
        event = Event("case.changed", {"refund_id": f"R{number}"})
        store.records.commit(shop, Commit(events=(event,)))
        if number % 10 == 9:
            told += [eager.next(60) for _ in range(10)]
    waited = [lazy.waiting.get(timeout=60)]
    while waited[-1] is not None:
        waited.append(lazy.waiting.get(timeout=60))
    hub.close()
    assert [each.data["refund_id"] for each in told] == [f"R{number}" for number in range(40)]
    assert len(waited) < 40


def test_silence_is_broken_by_comments(settings, ports, owner, monkeypatch):
    monkeypatch.setattr(api_events, "SILENCE_SECONDS", 0.2)
    app = create_app(settings, ports)
    stream = Stream(app.test_client(), Authorization=f"Bearer {owner.bearer}")
    stream.until(lambda s: s.comments >= 2)
    app.extensions[api_events.EXTENSION].close()
    assert stream.ended.wait(60)
    stream.answer.close()


def test_silence_lasts_at_most_fifteen_seconds():
    assert api_events.SILENCE_SECONDS <= 15


def test_shutdown_ends_every_stream(settings, ports, owner):
    app = create_app(settings, ports)
    stream = Stream(app.test_client(), Authorization=f"Bearer {owner.bearer}")
    stream.until(lambda s: s.kinds() == ["ready"])
    app.extensions[api_events.EXTENSION].close()
    assert stream.ended.wait(60)
    stream.answer.close()
    late = app.test_client().get("/api/v1/events", headers=owner.headers)
    assert late.status_code == 503
    assert late.json["type"].endswith("/too-many-streams")
    assert int(late.headers["Retry-After"]) > 0


def test_a_stream_outlives_the_stores_absence_and_hears_what_came_after(ports):
    with tempfile.TemporaryDirectory(prefix="rp-gone-") as folder:
        settings = Settings(data_dir=Path(folder), free_space_floor=1)
        with open_store(settings, SERVE) as store:
            app = create_app(settings, replace(ports, records=store.records, blobs=store.blobs))
            _, bearer = Access(store.records).create_token("shop", "t", Role.owner)
            stream = Stream(app.test_client(), Authorization=f"Bearer {bearer}")
            stream.until(lambda s: s.kinds() == ["ready"])
            store.servers[0]._process.kill()
            store.servers[0]._process.wait()
            time.sleep(1)
            assert not stream.ended.is_set()
            store.servers[0].restart()
            client = app.test_client()
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {bearer}"
            change(client, 1)
            stream.until(lambda s: s.kinds() == ["ready", "case.changed"])
            app.extensions[api_events.EXTENSION].close()
            assert stream.ended.wait(60)
            stream.answer.close()
