"""Stops what a killed `serve` left running, so that it holds neither port nor store."""

import signal
from typing import Any

import psutil

# Long enough for a worker to give its job back, short enough for a person who waits.
_GRACE_SECONDS = 5.0


def stop_orphans(facts: dict[str, Any]) -> list[int]:
    """Ends the processes listed in `facts["children"]` as [pid, created]; answers which lived.

    A process id may have been given to somebody else since: only one that was created at the
    very same moment is ours.
    """
    listed = facts.get("children")
    if not isinstance(listed, list) or not listed:
        return []
    alive = []
    for pid, created in listed:
        try:
            process = psutil.Process(pid)
            if abs(process.create_time() - created) < 0.1:  # noqa: PLR2004 - clock ticks
                alive += [process, *process.children(recursive=True)]
        except psutil.Error:
            continue
    for process in alive:
        _signal(process, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(alive, timeout=_GRACE_SECONDS)
    for process in stubborn:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=_GRACE_SECONDS)
    return [process.pid for process in alive]


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.Error:
        return


def birth(pid: int) -> list[float]:
    """[pid, created] as `stop_orphans` reads it; created 0 when it is already gone."""
    try:
        return [pid, psutil.Process(pid).create_time()]
    except psutil.Error:
        return [pid, 0.0]
