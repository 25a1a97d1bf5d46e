"""Event streams: what changed, in order, once; resumed, reset, and ended when they must be."""

import json
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from returnproof.api import events as api_events
from returnproof.app import create_app
from returnproof.config import Settings
from returnproof.domain.access import Role
from returnproof.services import events as service
from returnproof.services.access import Access
from returnproof.services.events import MOST_STREAMS, Hub, order_of
from returnproof.services.ports import Commit, Event
from returnproof.storage.opening import open_store
from returnproof.storage.ownership import SERVE


class Stream:
    """An open stream read on a thread of its own, as a browser would."""

    def __init__(self, client, **headers):
        self.answer = client.get("/api/v1/events", headers=headers)
        self.events, self.comments, self.ended = [], 0, threading.Event()
        self.closing = False
        if self.answer.status_code == 200:
            self.parts = self.answer.iter_encoded()
            self.thread = threading.Thread(target=self._read, daemon=True)
            self.thread.start()

    def _read(self):
        text = ""
        for part in self.parts:
            text += part.decode()
            while "\n\n" in text:
                block, text = text.split("\n\n", 1)
                self._take(block)
            if self.closing:
                break
        self.ended.set()

    def _take(self, block):
        found = dict(line.split(": ", 1) for line in block.splitlines() if line[0] != ":")
        if "event" in found:
            self.events.append((found["event"], json.loads(found["data"]), found["id"]))
        elif block.startswith(":"):
            self.comments += 1

    def kinds(self):
        return [kind for kind, _, _ in self.events]

    def until(self, condition, seconds=8):
        deadline = time.monotonic() + seconds
        while not condition(self):
            assert time.monotonic() < deadline, self.events
            time.sleep(0.02)
        return self


@pytest.fixture
def hub(app):
    return app.extensions[api_events.EXTENSION]


@pytest.fixture
def listen(app, address, hub):
    opened = []

    def start(key, **headers):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        stream = Stream(client, Authorization=f"Bearer {key.bearer}", **headers)
        opened.append(stream)
        return stream

    yield start
    for listener in list(hub._listeners):
        listener.end()
    for stream in opened:
        if stream.answer.status_code == 200:
            stream.ended.wait(5)
        stream.answer.close()
    assert len(hub) == 0


def change(client, number=1):
    answer = client.put(f"/api/v1/cases/R{number}", json={"order_id": "O1"})
    assert answer.status_code in {200, 201}


def test_a_stream_tells_each_change_once_and_in_order(client, owner, listen):
    stream = listen(owner).until(lambda s: s.kinds() == ["ready"])
    assert stream.answer.content_type.startswith("text/event-stream")
    assert stream.answer.headers["Cache-Control"] == "no-store"
    for number in range(5):
        change(client, number)
    stream.until(lambda s: len(s.events) >= 6)
    told = [data["refund_id"] for kind, data, _ in stream.events if kind == "case.changed"]
    assert told == [f"R{number}" for number in range(5)]
    ids = [order_of(each) for _, _, each in stream.events]
    assert ids == sorted(ids)


def test_a_stream_resumes_behind_the_last_event_seen(client, owner, listen):
    first = listen(owner).until(lambda s: s.kinds() == ["ready"])
    change(client, 1)
    first.until(lambda s: len(s.events) == 2)
    last_seen = first.events[-1][2]
    for number in (2, 3, 4):
        change(client, number)
    second = listen(owner, **{"Last-Event-ID": last_seen})
    second.until(lambda s: len(s.events) >= 4)
    assert [data["refund_id"] for kind, data, _ in second.events if kind == "case.changed"] == [
        "R2",
        "R3",
        "R4",
    ]
    assert "reset" not in second.kinds()
    change(client, 5)
    second.until(lambda s: s.events[-1][1].get("refund_id") == "R5")


def test_nothing_is_lost_or_told_twice_while_streams_come_and_go(client, owner, listen):
    stop = threading.Event()

    def keep_changing():
        number = 0
        while not stop.is_set() and number < 60:
            change(client, number)
            number += 1
        stop.set()

    start = listen(owner).until(lambda s: s.kinds() == ["ready"])
    last_seen, seen = start.events[-1][2], []
    writer = threading.Thread(target=keep_changing)
    writer.start()
    while not stop.is_set():
        stream = listen(owner, **{"Last-Event-ID": last_seen})
        time.sleep(0.3)
        taken = list(stream.events)
        seen += [data["refund_id"] for kind, data, _ in taken if kind == "case.changed"]
        last_seen = taken[-1][2] if taken else last_seen
    writer.join()
    final = listen(owner, **{"Last-Event-ID": last_seen})
    final.until(lambda s: "R59" in seen or any("R59" in data.values() for _, data, _ in s.events))
    seen += [data["refund_id"] for kind, data, _ in final.events if kind == "case.changed"]
    assert seen == [f"R{number}" for number in range(60)]


@pytest.mark.parametrize("last", ["1-0", "nonsense", "99999999999999-0", "-1", "9" * 40, "0"])
def test_what_cannot_be_resumed_is_reset_and_goes_on(client, owner, listen, last):
    change(client, 1)
    stream = listen(owner, **{"Last-Event-ID": last}).until(lambda s: s.events)
    assert stream.kinds() == ["reset"]
    change(client, 2)
    stream.until(lambda s: s.kinds() == ["reset", "case.changed"])


def test_a_shop_hears_only_of_itself(client, owner, key_for, other_shop, listen):
    theirs = listen(key_for(other_shop)).until(lambda s: s.kinds() == ["ready"])
    ours = listen(owner).until(lambda s: s.kinds() == ["ready"])
    change(client, 1)
    ours.until(lambda s: len(s.events) == 2)
    time.sleep(0.6)
    assert theirs.kinds() == ["ready"]
    resumed = listen(key_for(other_shop), **{"Last-Event-ID": "0-1"})
    resumed.until(lambda s: s.events)
    assert "R1" not in json.dumps(resumed.events)


def test_a_stream_ends_within_a_second_of_its_tokens_revocation(client, key_for, shop, listen):
    staff = key_for(shop, Role.staff)
    kept = listen(key_for(shop, Role.staff)).until(lambda s: s.kinds() == ["ready"])
    stream = listen(staff).until(lambda s: s.kinds() == ["ready"])
    assert client.delete(f"/api/v1/tokens/{staff.id}").status_code == 204
    # A second is promised on a machine that has one to spare.
    assert stream.ended.wait(4)
    assert not kept.ended.is_set()


def test_a_station_has_no_stream(anyone, key_for, shop):
    key = key_for(shop, Role.station)
    assert anyone.get("/api/v1/events", headers=key.headers).status_code == 403


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


def test_one_that_does_not_read_is_let_go_and_the_others_go_on(store, owner, shop, monkeypatch):
    monkeypatch.setattr(service, "MOST_WAITING", 20)
    hub = Hub(store.records, lambda _, ids: set(ids))
    lazy, eager = hub.open(shop, owner.id), hub.open(shop, owner.id)
    told = []
    for number in range(40):
        event = Event("case.changed", {"refund_id": f"R{number}"})
        store.records.commit(shop, Commit(events=(event,)))
        if number % 10 == 9:
            told += [eager.next(5) for _ in range(10)]
    waited = [lazy.waiting.get(timeout=5)]
    while waited[-1] is not None:
        waited.append(lazy.waiting.get(timeout=5))
    hub.close()
    assert [each.data["refund_id"] for each in told] == [f"R{number}" for number in range(40)]
    assert len(waited) < 40


def test_silence_is_broken_by_comments(client, owner, listen, monkeypatch):
    monkeypatch.setattr(api_events, "SILENCE_SECONDS", 0.2)
    listen(owner).until(lambda s: s.comments >= 2)


def test_silence_lasts_at_most_fifteen_seconds():
    assert api_events.SILENCE_SECONDS <= 15


def test_shutdown_ends_every_stream(settings, ports, owner):
    app = create_app(settings, ports)
    stream = Stream(app.test_client(), Authorization=f"Bearer {owner.bearer}")
    stream.until(lambda s: s.kinds() == ["ready"])
    app.extensions[api_events.EXTENSION].close()
    assert stream.ended.wait(5)
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
            assert stream.ended.wait(5)
            stream.answer.close()
