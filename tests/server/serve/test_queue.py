"""The queue, its leases and the sweep over a real Redis and real records."""

import time
from dataclasses import replace

import pytest
from tests.server.waiting import eventually

from returnproof.domain.comparison import CloserLook, Comparison, ComparisonState
from returnproof.serve.queue_clients import queue_client
from returnproof.serve.sweep import Sweep
from returnproof.services.comparing import Comparing, closer
from returnproof.services.records import Commit
from returnproof.storage import leases
from returnproof.storage import queue as storage_queue
from returnproof.storage.leases import Leases
from returnproof.storage.queue import NoQueue, RedisQueue, job_id, parts_of


def test_a_job_s_id_names_its_shop_and_comparison():
    assert parts_of(job_id("a-b-1", "c_d-e")) == ("a-b-1", "c_d-e")


def test_queueing_twice_is_once(queue):
    for _ in range(3):
        queue.enqueue_comparison("a", "c1")
    queue.enqueue_comparison("b", "c1")
    assert queue.waiting() == {"a_c1", "b_c1"}
    assert queue.health().waiting == 2


def test_an_unreachable_queue_is_no_error_and_costs_little(tmp_path):
    lost = RedisQueue(queue_client(f"unix://{tmp_path}/none"))
    began = time.monotonic()
    for number in range(200):
        lost.enqueue_comparison("a", f"c{number}")
    assert time.monotonic() - began < 60


def test_without_a_queue_hints_go_nowhere():
    NoQueue().enqueue_comparison("a", "c1")


def test_jobs_are_json_and_name_no_function_of_ours(queue, client):
    queue.enqueue_comparison("a", "c1")
    data = queue.rq.fetch_job("a_c1").data
    assert data.startswith(b"[")
    assert b"returnproof.compare" in data
    with pytest.raises(ModuleNotFoundError):
        __import__("returnproof.compare")


def sweep_twice(sweep):
    return sweep.once() + sweep.once()


def test_the_sweep_queues_what_nobody_has(store, queue, held, pending):
    job = job_id(*pending())
    sweep = Sweep(store.records, queue, held)
    assert sweep.once() == []  # it may just be on its way from the queue to its lease
    assert sweep.once() == [job]
    assert job in queue.waiting()
    assert sweep_twice(sweep) == []


def test_the_sweep_finds_everything_after_the_queue_was_flushed(
    store, queue, held, pending, client
):
    jobs = {job_id(*pending(f"c{number}")) for number in range(50)}
    for job in jobs:
        queue.add(job)
    for key in client.scan_iter():
        client.delete(key)
    sweep_twice(Sweep(store.records, queue, held))
    assert queue.waiting() >= jobs


def test_the_sweep_leaves_alone_what_is_worked_on_or_waits_for_its_back_off(
    store, queue, held, pending
):
    worked, waiting = job_id(*pending("c1")), job_id(*pending("c2"))
    held.hold(worked)
    held.back_off(waiting, 4)
    assert sweep_twice(Sweep(store.records, queue, held)) == []
    held.let_go(worked)
    assert sweep_twice(Sweep(store.records, queue, held)) == [worked]


def test_the_sweep_asks_for_nothing_that_is_done(store, queue, held, pending):
    shop, name = pending()
    done = store.records.get(shop, Comparison, name)
    Comparing(store.records, store.blobs, None).set_aside(shop, name, "internal")
    assert store.records.get(shop, Comparison, name).state != done.state
    assert sweep_twice(Sweep(store.records, queue, held)) == []


def test_the_sweep_finds_a_closer_look_that_nobody_remembers(store, queue, held, pending):
    shop, name = pending()
    answered = store.records.get(shop, Comparison, name)
    due = replace(answered, state=ComparisonState.done, look=CloserLook.due)
    store.records.commit(shop, Commit(writes=(due,)))
    job = job_id(shop, closer(name))
    assert sweep_twice(Sweep(store.records, queue, held)) == [job]
    assert queue.waiting() == {job}


def test_a_closer_look_waits_for_a_quiet_moment(queue, monkeypatch):
    monkeypatch.setattr(storage_queue, "_QUIET_SECONDS", 0.05)
    monkeypatch.setattr(storage_queue, "_QUIET_LOOKS", 10_000)
    queue.enqueue_comparison("a", "c2")
    queue.enqueue_closer_look("a", "c1")
    time.sleep(0.5)
    assert queue.waiting() == {"a_c2"}
    queue.forget("a_c2")
    eventually(lambda: queue.waiting() == {job_id("a", closer("c1"))})


def test_one_worker_sweeps_at_a_time(client, monkeypatch):
    monkeypatch.setattr(leases, "LEASE_SECONDS", 3)
    one, two = Leases(client, "one"), Leases(client, "two")
    assert one.leads_sweep()
    assert one.leads_sweep()
    assert not two.leads_sweep()
    eventually(two.leads_sweep)  # the other died
