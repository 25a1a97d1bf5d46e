"""The queue, its leases and the sweep over a real Redis and real records."""

import secrets
import signal
import tempfile
import time
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from redis import Redis

from returnproof.config import Settings
from returnproof.domain.comparison import Comparison, ComparisonState
from returnproof.domain.errors import PictureTooCostly, StorageUnavailable
from returnproof.serve.queue_clients import queue_client
from returnproof.serve.queue_metrics import QueueMetrics
from returnproof.serve.sweep import Sweep
from returnproof.services.comparing import Comparing
from returnproof.services.ports import Commit
from returnproof.storage import keys, leases
from returnproof.storage.leases import MAX_TRIES, Leases
from returnproof.storage.opening import open_store
from returnproof.storage.ownership import SERVE
from returnproof.storage.queue import NoQueue, RedisQueue, job_id, parts_of
from returnproof.worker import Runner, SetAsideError, work


@pytest.fixture(scope="module")
def store():
    # Not under tmp_path: a Unix socket's path must stay short.
    with (
        tempfile.TemporaryDirectory(prefix="rp-queue-") as folder,
        open_store(Settings(data_dir=Path(folder), free_space_floor=0), SERVE) as opened,
    ):
        yield opened


@pytest.fixture
def client(store):
    connection = Redis.from_url(store.queue_url)
    # FLUSHALL is off on the embedded Redis.
    for key in connection.scan_iter():
        connection.delete(key)
    yield connection
    connection.close()


@pytest.fixture
def queue(client):
    return RedisQueue(client)


@pytest.fixture
def held(client):
    return Leases(client, "worker")


@pytest.fixture
def pending(store):
    """Records a pending comparison in a shop of its own; its shop and id."""
    shop = f"s-{secrets.token_hex(4)}"

    def record(name="c1"):
        moment = "2026-01-01T00:00:00.000Z"
        made = Comparison(name, "R1", "p1", ("p0",), ComparisonState.pending, moment, moment)
        store.records.commit(shop, Commit(writes=(made,)))
        return shop, name

    yield record
    store.records.delete_shop(shop)


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
    assert time.monotonic() - began < 2


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


def test_one_worker_sweeps_at_a_time(client, monkeypatch):
    monkeypatch.setattr(leases, "LEASE_SECONDS", 1)
    one, two = Leases(client, "one"), Leases(client, "two")
    assert one.leads_sweep()
    assert one.leads_sweep()
    assert not two.leads_sweep()
    time.sleep(1.1)  # it died
    assert two.leads_sweep()


class Failing:
    """Comparing whose pictures always fail the same way; what is set aside is recorded."""

    def __init__(self, store, error):
        self._error = error
        self._inner = Comparing(store.records, store.blobs, None)
        self.tries = 0

    def run(self, shop, comparison_id):
        self.tries += 1
        raise self._error

    def set_aside(self, shop, comparison_id, problem):
        self._inner.set_aside(shop, comparison_id, problem)


def run_again(runner, shop, name, client):
    """One try more, as after the back-off."""
    client.delete(keys.wait(job_id(shop, name)))
    try:
        runner(shop, name)
    except Exception as error:  # noqa: BLE001 - whatever it was is looked at
        return error
    return None


def test_a_poisoned_job_is_set_aside_and_can_be_tried_again(store, held, pending, client):
    shop, name = pending()
    failing = Failing(store, PictureTooCostly())
    runner = Runner(failing, held)
    errors = [run_again(runner, shop, name, client) for _ in range(MAX_TRIES)]
    assert [type(each) for each in errors] == [PictureTooCostly] * (MAX_TRIES - 1) + [SetAsideError]
    found = store.records.get(shop, Comparison, name)
    assert found.state is ComparisonState.failed
    assert found.problem == "picture-too-costly"
    # A person's retry has all its tries again.
    assert client.get(keys.tries(job_id(shop, name))) is None


def test_each_failure_waits_longer_for_the_next_try(store, held, pending, client):
    shop, name = pending()
    runner = Runner(Failing(store, RuntimeError("?")), held)
    waits = []
    for _ in range(MAX_TRIES - 1):
        run_again(runner, shop, name, client)
        waits.append(client.pttl(keys.wait(job_id(shop, name))))
    assert waits == sorted(waits)
    assert waits[0] > 0
    assert waits[-1] > 10_000


def test_a_job_that_kills_its_workers_is_set_aside_without_another_try(
    store, held, pending, client
):
    shop, name = pending()
    client.set(keys.tries(job_id(shop, name)), MAX_TRIES)  # each began and none ended
    failing = Failing(store, RuntimeError("never reached"))
    assert isinstance(run_again(Runner(failing, held), shop, name, client), SetAsideError)
    assert failing.tries == 0
    assert store.records.get(shop, Comparison, name).problem == "internal"


def test_a_store_that_is_away_is_not_the_job_s_fault(store, held, pending, client):
    shop, name = pending()
    failing = Failing(store, StorageUnavailable())
    for _ in range(MAX_TRIES * 3):
        assert run_again(Runner(failing, held), shop, name, client) is None
    assert failing.tries == MAX_TRIES * 3
    assert store.records.get(shop, Comparison, name).state is ComparisonState.pending


def test_a_job_is_held_while_it_runs_and_free_afterwards(held, client):
    seen = []

    class Looking:
        def run(self, shop, comparison_id):
            seen.append(client.exists(keys.lease(job_id(shop, comparison_id))))
            client.delete(keys.lease(job_id(shop, comparison_id)))
            runner.renew()
            seen.append(client.exists(keys.lease(job_id(shop, comparison_id))))

        def set_aside(self, *_):
            raise AssertionError

    runner = Runner(Looking(), held)
    runner("a", "c1")
    assert seen == [1, 1]
    assert client.exists(keys.lease("a_c1")) == 0
    runner.renew()
    assert client.exists(keys.lease("a_c1")) == 0


@pytest.fixture
def _signals_restored():
    """RQ's worker takes SIGINT and SIGTERM for itself."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals_restored")
def test_what_was_set_aside_is_shown_and_a_retry_takes_it_up_again(store, queue, pending, client):
    job = job_id(*pending())
    failing = Failing(store, PictureTooCostly())
    with Redis.from_url(store.queue_url) as blocking:
        for _ in range(MAX_TRIES):
            client.delete(keys.wait(job))
            queue.replace(job)
            work(blocking, queue, store.records, failing, burst=True)
    assert failing.tries == MAX_TRIES
    assert queue.health().failed == (job,)
    shown = generate_latest(_registry(queue)).decode()
    assert 'returnproof_jobs{state="failed"} 1.0' in shown
    queue.enqueue_comparison(*parts_of(job))
    assert queue.health().failed == ()
    assert job in queue.waiting()


def _registry(queue):
    registry = CollectorRegistry()
    registry.register(QueueMetrics(queue))
    return registry


def test_metrics_of_a_queue_that_does_not_answer_say_so(tmp_path):
    lost = RedisQueue(queue_client(f"unix://{tmp_path}/none"))
    shown = generate_latest(_registry(lost)).decode()
    assert "returnproof_queue_up 0.0" in shown
    assert "returnproof_jobs{" not in shown
