"""Back-off, and tasks that run once."""

import subprocess
import sys
import time

import pytest

from returnproof.serve import child
from returnproof.serve.child import LONGEST_DELAY, TASK_TRIES, Child, delay_after


def ends_with(status):
    return lambda: subprocess.Popen([sys.executable, "-S", "-c", f"raise SystemExit({status})"])


def tend_until_dead(one):
    """Tends until the process that runs has ended; what was said about that."""
    one.tend()
    while one.alive:
        time.sleep(0.01)
    return one.tend()


def test_the_pause_grows_and_stays_bounded():
    pauses = [delay_after(failures) for failures in range(1, 50)]
    assert pauses[0] < 0.5
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_DELAY


@pytest.fixture
def _no_pause(monkeypatch):
    monkeypatch.setattr(child, "FIRST_DELAY", 0.0)


@pytest.fixture
def _long_pause(monkeypatch):
    """Longer than a busy machine keeps a test from going on."""
    monkeypatch.setattr(child, "FIRST_DELAY", 600.0)
    monkeypatch.setattr(child, "LONGEST_DELAY", 600.0)


@pytest.mark.usefixtures("_no_pause")
def test_a_child_is_started_again_even_when_it_ended_well():
    one = Child("one", ends_with(0), grace=1)
    assert tend_until_dead(one) == "serve.child_died"
    assert tend_until_dead(one) == "serve.child_died"
    assert one.failures == 2


@pytest.mark.usefixtures("_long_pause")
def test_a_child_waits_for_its_pause():
    one = Child("one", ends_with(1), grace=1)
    tend_until_dead(one)
    assert one.tend() is None
    assert one.pid is None


@pytest.mark.usefixtures("_no_pause")
def test_a_task_waits_to_be_let_go_and_runs_once():
    one = Child("one", ends_with(0), grace=1, held=True, task=True)
    assert one.tend() is None
    assert one.pid is None
    one.let_go()
    assert tend_until_dead(one) is None
    one.tend()
    assert one.pid is None


@pytest.mark.usefixtures("_no_pause")
def test_a_task_that_always_fails_is_given_up():
    one = Child("one", ends_with(1), grace=1, held=True, task=True)
    one.let_go()
    said = [tend_until_dead(one) for _ in range(TASK_TRIES)]
    assert said == ["serve.child_died"] * (TASK_TRIES - 1) + ["serve.task_failed"]
    one.tend()
    assert one.pid is None


@pytest.mark.usefixtures("_long_pause")
def test_what_cannot_be_started_is_tried_again_later():
    def spawn():
        raise OSError(12, "no memory")

    one = Child("one", spawn, grace=1)
    assert one.tend() == "serve.child_unstartable"
    assert one.tend() is None


def test_a_deaf_child_is_killed():
    script = (
        "import signal, time; signal.signal(15, signal.SIG_IGN);"
        "print(1, flush=True); time.sleep(600)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True
    )
    one = Child("one", lambda: process, grace=1)
    one.tend()
    process.stdout.readline()
    process.stdout.close()
    one.ask_to_stop()
    assert one.alive
    assert one.end_now() is True
    assert not one.alive
    assert one.end_now() is False
