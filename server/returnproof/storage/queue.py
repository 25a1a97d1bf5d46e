"""The job queue: RQ on a Redis of its own, as a hint that a comparison waits.

What must be compared stands in the records; everything here may be lost at any moment
(docs/decisions/queue.md). Jobs travel as JSON, never as pickles, and a job names no function:
whoever can write to this Redis can at most have a comparison looked at.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue as RqQueue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

from returnproof.services.comparing import closer
from returnproof.storage import keys
from returnproof.storage.leases import KEPT_SECONDS

NAME = "comparisons"
# The vision child stops a picture at its own limit; this only ends a wait that would never end.
_BACKSTOP_SECONDS = 900
# After an unreachable queue the next attempts are skipped for a moment: requests must not queue
# up behind a Redis that does not answer, and the sweep finds what they leave out.
_PAUSE_SECONDS = 1.0
# A refund page's photos arrive one after another: none shall wait for a closer look at the first.
_QUIET_SECONDS = 1.0
# Looked at this often for a quiet moment; then the sweep, which waits for none, has found it.
_QUIET_LOOKS = 4

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """What `doctor` and /metrics show; `failed` are the job ids set aside or waiting to retry."""

    waiting: int
    running: int
    workers: int
    failed: tuple[str, ...]


def job_id(shop: str, comparison_id: str) -> str:
    """One job per comparison. A shop's name has no underscore, so two never share an id."""
    return f"{shop}_{comparison_id}"


def parts_of(job: str) -> tuple[str, str]:
    """(shop, comparison id) of a job id."""
    shop, _, comparison_id = job.partition("_")
    return shop, comparison_id


class ComparisonJob(Job):
    """A job whose work is fixed: `runner` is set by the worker process, not read from Redis."""

    runner: Callable[[str, str], None] | None = None

    def _execute(self) -> None:
        runner = type(self).runner
        if runner is None:
            raise RuntimeError("only a worker runs jobs")
        runner(*parts_of(self.id))


class NoQueue:
    """Fulfils `services.ports.Queue` while no server runs: the next one's sweep finds the work."""

    def enqueue_comparison(self, shop: str, comparison_id: str) -> None:
        """Nothing."""

    def enqueue_closer_look(self, shop: str, comparison_id: str) -> None:
        """Nothing."""


class RedisQueue:
    """Fulfils `services.ports.Queue`; also what the sweep and the worker need of the queue."""

    def __init__(self, client: Redis) -> None:
        self.client = client
        self.rq = RqQueue(
            NAME, connection=client, serializer=JSONSerializer, job_class=ComparisonJob
        )
        self._silent_until = 0.0

    def enqueue_comparison(self, shop: str, comparison_id: str) -> None:
        """Twice is once. Never raises: a lost hint is found again by the sweep."""
        self._hint(job_id(shop, comparison_id))

    def enqueue_closer_look(self, shop: str, comparison_id: str) -> None:
        """As soon as nothing waits for a first answer. What is lost with us the sweep finds."""
        self._hint_when_quiet(job_id(shop, closer(comparison_id)), _QUIET_LOOKS)

    def _hint_when_quiet(self, job: str, looks: int) -> None:
        def look() -> None:
            if looks > 0 and self._busy():
                self._hint_when_quiet(job, looks - 1)
            else:
                self._hint(job)

        timer = threading.Timer(_QUIET_SECONDS, look)
        timer.daemon = True
        timer.start()

    def _busy(self) -> bool:
        try:
            return bool(self.rq.count or self.rq.started_job_registry.count)
        except (RedisError, OSError):
            return False  # the hint then meets the same, and says so

    def _hint(self, job: str) -> None:
        if time.monotonic() < self._silent_until:
            return
        try:
            self.add(job)
        except (RedisError, OSError) as error:
            self._silent_until = time.monotonic() + _PAUSE_SECONDS
            log.warning("queue.unreachable", reason=str(error))

    def add(self, job: str) -> None:
        """Queues it unless it waits or runs already; one that failed is replaced."""
        try:
            self._push(job)
        except DuplicateJobError:
            if self._status(job) == JobStatus.FAILED:
                self.replace(job)

    def replace(self, job: str) -> None:
        """Queues it whatever became of an earlier one of this id."""
        self.forget(job)
        try:
            self._push(job)
        except DuplicateJobError:
            return  # somebody else was quicker, and did the same

    def forget(self, job: str) -> None:
        """Takes it out of the queue and of every list of RQ's."""
        try:
            found = self.rq.fetch_job(job)
        except NoSuchJobError:
            found = None
        if found is not None:
            found.delete()

    def waiting(self) -> set[str]:
        """Ids in the queue, oldest first lost: membership is all the sweep asks."""
        return set(self.rq.get_job_ids())

    def health(self) -> QueueHealth:
        """Raises RedisError."""
        failed = FailedJobRegistry(queue=self.rq).get_job_ids()
        return QueueHealth(
            waiting=self.rq.count,
            running=self.rq.started_job_registry.count,
            workers=len(list(self.client.scan_iter(keys.worker("*"), count=1000))),
            failed=tuple(failed),
        )

    def _push(self, job: str) -> None:
        self.rq.enqueue_call(
            func="returnproof.compare",
            job_id=job,
            unique=True,
            result_ttl=0,
            failure_ttl=KEPT_SECONDS,
            timeout=_BACKSTOP_SECONDS,
            description=job,
        )

    def _status(self, job: str) -> Any:
        found = self.rq.fetch_job(job)
        return found.get_status(refresh=False) if found else None
