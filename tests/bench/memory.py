"""Memory of the idle server: everything `serve` started, shared pages counted once."""

import time
from collections.abc import Iterator

import psutil
from tests.bench.figure import Figure
from tests.e2e.server import Server

MEGABYTE = 1 << 20
SETTLE_SECONDS = 3


def figures(server: Server) -> Iterator[Figure]:
    """PSS where the system tells it (Linux), the sum of resident sets as information beside it."""
    time.sleep(SETTLE_SECONDS)
    assert server.process is not None
    parent = psutil.Process(server.process.pid)
    family = [parent, *parent.children(recursive=True)]
    proportional = sum(each.memory_full_info().pss for each in family) / MEGABYTE
    resident = sum(each.memory_info().rss for each in family) / MEGABYTE
    yield Figure(
        "idle_memory",
        proportional,
        "MB",
        None,
        f"{len(family)} processes, proportional set size; sum of resident sets {resident:.0f} MB",
    )
