"""What a failure of a comparison means, over a real Redis and real records."""

import signal

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from redis import Redis

from returnproof.domain.comparison import Comparison, ComparisonState
from returnproof.domain.errors import PictureTooCostly, StorageUnavailable
from returnproof.serve.queue_clients import queue_client
from returnproof.serve.queue_metrics import QueueMetrics
from returnproof.services.comparing import Comparing
from returnproof.storage import keys
from returnproof.storage.leases import MAX_TRIES
from returnproof.storage.queue import RedisQueue, job_id, parts_of
from returnproof.worker import Runner, SetAsideError, work


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
