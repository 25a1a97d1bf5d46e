"""What must be compared is compared, whatever happens to queue, workers and their children."""

import threading
import time

import psutil
import pytest
from redis import Redis
from tests.server.waiting import eventually

from returnproof.storage import keys

# Begun again: half a minute is promised where a core is free; RQ alone finds a lost job after 90 s.
SOON = 80
# Time for a picture on a busy machine, and short enough to wait for.
LIMIT = 12


@pytest.fixture
def case(serve, picture):
    """A `serve` with one worker whose vision child is warm, and a case with one comparison done."""

    def make(*arguments):
        served = serve(*arguments)
        client = served.client()
        client.pack("O1", picture(1))
        client.open_case("R1", "O1")
        client.claim("R1", picture(2))
        client.await_states("R1", "done")
        (first,) = client.comparisons("R1")
        # The closer look that follows is over too: the worker has nothing to do.
        eventually(lambda: client.comparison(first["id"])["result"]["quality"])
        return served, client

    return make


def _queue(served):
    return Redis(unix_socket_path=str(served.data_dir / "queue" / "redis.sock"))


def _at_work(served):
    """Who holds a job now."""
    queue = _queue(served)
    return {queue.get(each) for each in queue.scan_iter(keys.lease("*"))} - {None}


def _suspended_while_it_waits(served):
    """The worker, while Redis knows that it waits for a job."""
    worker = served.processes("worker")[0]
    worker.suspend()
    if _queue(served).info("clients")["blocked_clients"]:
        return worker
    worker.resume()
    return None


def _vision_of(served):
    worker = served.processes("worker")[0]
    return eventually(worker.children)[0]


def test_photos_in_any_order_end_up_compared(serve, picture):
    served = serve()
    client = served.client()
    client.open_case("R1", "O1")
    client.claim("R1", picture(2), picture(3))
    assert client.comparisons("R1") == []
    client.pack("O1", picture(1))
    client.await_states("R1", "done", "done")


def test_a_job_whose_worker_was_killed_in_the_middle_soon_runs_again(case, picture):
    served, client = case("--decode-seconds", "120")
    child = _vision_of(served)
    child.suspend()
    client.claim("R1", picture(3))
    former = eventually(lambda: _at_work(served))
    served.processes("worker")[0].kill()
    child.kill()
    eventually(lambda: _at_work(served) - former, SOON)
    client.await_states("R1", "done", "done")


def test_a_job_taken_by_a_worker_that_never_began_it_runs_again(case, picture):
    served, client = case()
    worker = eventually(lambda: _suspended_while_it_waits(served))
    client.claim("R1", picture(3))  # Redis hands the job to it all the same
    eventually(lambda: _queue(served).llen("rq:queue:comparisons") == 0)
    worker.kill()
    eventually(lambda: _at_work(served), SOON)
    client.await_states("R1", "done", "done")


def test_a_picture_that_never_ends_is_stopped_at_its_limit_and_tried_again(case, picture):
    served, client = case("--decode-seconds", LIMIT)
    child = _vision_of(served)
    child.suspend()  # as deaf as a decoder stuck in C code
    client.claim("R1", picture(3))
    eventually(lambda: list(_queue(served).scan_iter(keys.lease("*"))))
    began = time.monotonic()
    eventually(lambda: not _runs(child), pause=0.02)
    # Its limit and a second; the rest is for a busy machine. RQ alone would take minutes.
    assert time.monotonic() - began < LIMIT + 1 + 40
    client.await_states("R1", "done", "done")


def test_a_closer_look_is_had_though_everything_was_killed_after_the_answer(case, picture, serve):
    served, client = case()
    client.claim("R1", picture(3))
    client.await_states("R1", "done", "done")
    served.kill()
    served.kill_everyone()
    again = serve().client()
    for each in again.comparisons("R1"):
        eventually(lambda one=each["id"]: again.comparison(one)["result"]["quality"])


def test_work_is_found_again_after_the_queue_was_lost(case, picture):
    served, client = case()
    worker = served.processes("worker")[0]
    worker.suspend()
    client.claim("R1", picture(3))
    lost = served.processes("/queue/redis.sock")[0]
    lost.kill()
    eventually(lambda: [one for one in served.processes("/queue/redis.sock") if one != lost])
    worker.resume()
    client.await_states("R1", "done", "done")


def test_work_added_while_no_queue_answers_is_accepted_and_done_later(case, picture):
    served, client = case()
    served.processes("/queue/redis.sock")[0].suspend()
    client.claim("R1", picture(3))
    served.processes("/queue/redis.sock")[0].resume()
    client.await_states("R1", "done", "done")


def test_a_stop_lets_a_worker_finish_the_job_it_has(case, picture, serve):
    served, client = case("--decode-seconds", "120")
    child = _vision_of(served)
    child.suspend()
    client.claim("R1", picture(3))
    eventually(lambda: list(_queue(served).scan_iter(keys.lease("*"))))
    threading.Timer(2, child.resume).start()
    assert served.stop() == 0
    # No worker: what is done now was done before the end.
    again = serve("--workers", "0")
    assert again.client().states("R1") == ["done", "done"]


def test_a_stop_gives_unfinished_work_to_the_next_serve(case, picture, serve):
    served, client = case()
    served.processes("worker")[0].suspend()
    client.claim("R1", picture(3))
    served.processes("worker")[0].kill()
    served.stop()
    again = serve()
    again.client().await_states("R1", "done", "done")


def _runs(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
