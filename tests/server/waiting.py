"""Waiting in tests: on a condition, never for a time."""

import time

import psutil

# Bounds for a busy machine of two cores; what is promised is far below.
LONG = 120.0


def eventually(holds, seconds=LONG, pause=0.05):
    """The first true answer of `holds`; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = holds()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s: {holds}"
        time.sleep(pause)


def has_ended(pid):
    """Whether the process is gone, or dead and left to whoever inherited it."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
