"""Requests a second of the assessment route, beside an empty route behind the same door."""

import time
from collections.abc import Iterator

from tests.bench.client import Client
from tests.bench.figure import Figure
from tests.e2e.server import Server

SECONDS = 3.0
ROUNDS = 3


def figures(server: Server) -> Iterator[Figure]:
    """Rounds alternate, and the best of each counts: the machine's noise hits both alike."""
    client = Client(server.url, server.token("bench-rates"))
    client.put("/api/v1/cases/r1", {"order_id": "o1", "reason_text": "与描述不符"})
    paths = ("/api/v1/cases/r1/assessment", "/api/v1/me", "/api/v1/about")
    best = dict.fromkeys(paths, 0.0)
    for _ in range(ROUNDS):
        for path in paths:
            best[path] = max(best[path], _rate(client, path))
    assessment, empty, bare = (best[path] for path in paths)
    note = f"baseline /api/v1/me: same authentication and limiter; open /api/v1/about {bare:.0f}/s"
    yield Figure("assessment_rate", assessment, "requests/s", empty, note)


def _rate(client: Client, path: str) -> float:
    """One connection, one request after the other."""
    count, started = 0, time.perf_counter()
    while (passed := time.perf_counter() - started) < SECONDS:
        status, _ = client.send("GET", path)
        assert status == 200, status
        count += 1
    return count / passed
