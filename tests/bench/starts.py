"""How long until it answers: `returnproof serve` alone, and `make run` where it has run before."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure, percentile
from tests.e2e.server import Server
from tests.server.redis.servers import free_port

RUNS = 5
ROOT = Path(__file__).resolve().parents[2]


def figures(folder: Path) -> Iterator[Figure]:
    """Baseline of `serve`: a Python that only imports Flask and answers nothing."""
    took = [_serve(folder) for _ in range(RUNS + 1)][1:]
    bare = [_bare() for _ in range(RUNS)]
    note = f"median of {RUNS}; baseline: starting Python and importing Flask; aim ≤ 2 s"
    yield Figure("serve_ready", percentile(took, 0.5), "s", percentile(bare, 0.5), note)
    runs = [_make_run() for _ in range(2)]
    yield Figure("make_run_ready", min(runs), "s", None, "second start and later; aim ≤ 5 s")


def _serve(folder: Path) -> float:
    started = time.perf_counter()
    server = Server(folder / "starts").start()
    took = time.perf_counter() - started
    server.stop()
    return took


def _bare() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import flask"], check=True)
    return time.perf_counter() - started


def _make_run() -> float:
    """Without a display, so that no browser opens."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    started = time.perf_counter()
    running = subprocess.Popen(
        ["make", "--silent", "run", f"PORT={free_port()}"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
    )  # fmt: skip
    assert running.stdout is not None
    ready = any(line.startswith("ready ") for line in running.stdout)
    took = time.perf_counter() - started
    os.killpg(running.pid, signal.SIGINT)
    running.wait(30)
    assert ready
    return took
