"""What a hundred open event streams cost the other routes."""

from collections.abc import Iterator

from tests.bench.figure import Figure, percentile
from tests.e2e.server import Server
from tests.server.streams import Crowd, request_times

STREAMS = 100
ROUNDS = 5
REQUESTS = 400


def figures(server: Server) -> Iterator[Figure]:
    """Rounds with and without streams alternate; the median of each counts."""
    place = ("127.0.0.1", server.port, server.token("bench-streams"))
    request_times(*place, REQUESTS)
    alone, beside = [], []
    for _ in range(ROUNDS):
        alone.append(percentile(request_times(*place, REQUESTS), 0.95))
        with Crowd(*place, STREAMS) as crowd:
            assert crowd.wait(b"event: ready") == STREAMS
            beside.append(percentile(request_times(*place, REQUESTS), 0.95))
    value, baseline = (sorted(each)[ROUNDS // 2] * 1000 for each in (beside, alone))
    note = f"p95 of GET /api/v1/me beside {STREAMS} open streams; baseline: without them"
    yield Figure("streams_p95", value, "ms", baseline, note)
