"""The queue as Prometheus sees it: asked at each scrape, and silent when it does not answer."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from returnproof.storage.queue import RedisQueue


class QueueMetrics(Collector):
    """Registered with the web's own registry."""

    def __init__(self, queue: RedisQueue) -> None:
        self._queue = queue

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked of Redis when the collector is registered."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("returnproof_queue_up", "1 while the queue's Redis answers")
        try:
            health = self._queue.health()
        except (RedisError, OSError):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        jobs = GaugeMetricFamily("returnproof_jobs", "Comparisons in the queue", labels=["state"])
        jobs.add_metric(["waiting"], health.waiting)
        jobs.add_metric(["running"], health.running)
        jobs.add_metric(["failed"], len(health.failed))
        yield jobs
        yield GaugeMetricFamily("returnproof_workers", "Live workers", value=health.workers)
