"""Event streams: what changed, in order, once; resumed, reset, and ended when they must be."""

import json
import threading
import time

import pytest
from tests.server.event_stream import Stream, change

from returnproof.api import events as api_events
from returnproof.domain.access import Role
from returnproof.services.events import order_of


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
            stream.ended.wait(60)
        stream.answer.close()
    assert len(hub) == 0


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
