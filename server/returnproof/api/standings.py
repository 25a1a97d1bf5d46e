"""Store, disk and queue as Prometheus sees them: read when asked, never in between."""

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from returnproof.services.ports import Standing

_QUEUE: Final = {
    "waiting": "Comparisons waiting for a worker",
    "running": "Comparisons being worked on",
    "set_aside": "Comparisons set aside after their last try",
    "workers": "Worker processes",
}


class Standings(Collector):
    """`standing` gives None while the records do not answer."""

    def __init__(self, standing: Callable[[], Standing | None]) -> None:
        self._standing = standing

    def describe(self) -> list[Metric]:
        """Empty, so that registering reads nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        found = self._standing()
        up = found is not None
        yield GaugeMetricFamily("returnproof_store_up", "1 while records answer", value=up)
        if found is None:
            return
        kept = "1 while the durability promise holds"
        yield GaugeMetricFamily("returnproof_promise_kept", kept, value=found.kept)
        yield GaugeMetricFamily("returnproof_free_bytes", "Free disk space", value=found.free)
        yield GaugeMetricFamily("returnproof_floor_bytes", "Writes stop below", value=found.floor)
        if found.queue is None:
            return
        for name, words in _QUEUE.items():
            value = getattr(found.queue, name)
            yield GaugeMetricFamily(f"returnproof_queue_{name}", words, value=value)
