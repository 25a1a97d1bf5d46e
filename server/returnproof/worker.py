"""A worker: takes comparisons from the queue, one at a time, and looks after it meanwhile."""

import os
import socket
import threading
import time
from collections.abc import Callable
from secrets import token_hex
from typing import NoReturn, Protocol

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq.worker import SimpleWorker

from returnproof.domain.errors import DomainError, StorageFull, StorageUnavailable
from returnproof.serve.sweep import Sweep
from returnproof.services.packing_ahead import PackingAhead
from returnproof.services.ports import Records
from returnproof.services.preparing import Preparing
from returnproof.storage.leases import LEASE_SECONDS, MAX_TRIES, Leases
from returnproof.storage.queue import ComparisonJob, RedisQueue, job_id

_PULSE_SECONDS = LEASE_SECONDS / 3
# How long an idle worker waits for a job before it looks around: RQ takes 15 seconds off this.
_WORKER_TTL_SECONDS = 30

log = structlog.get_logger(__name__)

# What the record says of a comparison whose failure was nobody's wrong picture.
_UNFORESEEN = "internal"


class ComparesOne(Protocol):
    """`services.comparing.Comparing`."""

    def run(self, shop: str, comparison_id: str) -> None: ...

    def set_aside(self, shop: str, comparison_id: str, problem: str) -> None: ...


# Makes what prepares photos while the worker says that it is not busy.
Prepares = Callable[[Callable[[], bool]], Preparing]


class SetAsideError(Exception):
    """Tried too often: the comparison's record says `failed`, RQ keeps the job among its own."""


class Runner:
    """Runs one job under a lease, counts its tries and decides what a failure means."""

    def __init__(self, comparing: ComparesOne, leases: Leases) -> None:
        self._comparing = comparing
        self._leases = leases
        self._current: str | None = None

    def __call__(self, shop: str, comparison_id: str) -> None:
        job = job_id(shop, comparison_id)
        self._current = job
        self._leases.hold(job)
        try:
            tries = self._leases.begin_try(job)
            if tries > MAX_TRIES:  # it killed every worker that took it
                self._give_up(shop, comparison_id, job, _UNFORESEEN)
            self._work(shop, comparison_id, job, tries)
        finally:
            self._current = None
            self._leases.let_go(job)

    def renew(self) -> None:
        """From the pulse: the work itself may take longer than a lease."""
        job = self._current
        if job is not None:
            self._leases.hold(job)

    @property
    def busy(self) -> bool:
        return self._current is not None

    def _work(self, shop: str, comparison_id: str, job: str, tries: int) -> None:
        try:
            self._comparing.run(shop, comparison_id)
        except (StorageUnavailable, StorageFull) as error:
            # Nothing is wrong with the job: it waits for a store that can be written to.
            log.warning("comparison.store", job=job, problem=error.type)
            self._leases.uncount(job)
            self._leases.back_off(job, 1)
            return
        except Exception as error:
            problem = error.type if isinstance(error, DomainError) else _UNFORESEEN
            log.warning("comparison.failed", job=job, tries=tries, problem=problem)
            if tries >= MAX_TRIES:
                self._give_up(shop, comparison_id, job, problem)
            self._leases.back_off(job, tries)
            raise
        self._leases.done(job)

    def _give_up(self, shop: str, comparison_id: str, job: str, problem: str) -> NoReturn:
        self._comparing.set_aside(shop, comparison_id, problem)
        self._leases.done(job)  # a person who retries it gives it all its tries again
        raise SetAsideError(problem)


class Pulse(threading.Thread):
    """While the main thread works: says the worker lives, renews its lease, sweeps."""

    def __init__(
        self, runner: Runner, sweep: Sweep, leases: Leases, ahead: PackingAhead | None
    ) -> None:
        super().__init__(name="pulse", daemon=True)
        self._runner = runner
        self._sweep = sweep
        self._leases = leases
        self._ahead = ahead
        self._stop = threading.Event()

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                self._beat()
            except (RedisError, StorageUnavailable, StorageFull) as error:
                log.warning("worker.pulse", reason=str(error))
            self._stop.wait(_PULSE_SECONDS)

    def stop(self) -> None:
        self._stop.set()

    def _beat(self) -> None:
        self._leases.alive()
        self._runner.renew()
        if self._leases.leads_sweep():
            queued = self._sweep.once()
            if queued:
                log.info("sweep.queued", jobs=len(queued))
            if self._ahead is not None:
                self._ahead.look()


class ComparisonWorker(SimpleWorker):
    """RQ's worker without a fork per job: the pictures are in a child of their own already."""

    job_class = ComparisonJob
    max_connection_wait_time = 2.0


def wait_for(client: Redis) -> None:
    """Until the queue's Redis answers: at a start everything starts at once."""
    while True:
        try:
            client.ping()
        except RedisError:
            time.sleep(0.1)
        else:
            return


def work(
    blocking: Redis,
    queue: RedisQueue,
    records: Records,
    comparing: ComparesOne,
    prepares: Prepares | None = None,
    *,
    burst: bool = False,
) -> None:
    """Until SIGTERM, which lets the running job finish. One per process: it owns the signals.

    `blocking` is RQ's own connection, which waits for jobs; `queue` has another one.
    """
    wait_for(queue.client)
    name = f"{socket.gethostname()}-{os.getpid()}-{token_hex(3)}"
    leases = Leases(queue.client, name)
    runner = Runner(comparing, leases)
    ComparisonJob.runner = runner
    ahead = PackingAhead(records, prepares(lambda: runner.busy)) if prepares else None
    pulse = Pulse(runner, Sweep(records, queue, leases), leases, ahead)
    pulse.start()
    worker = ComparisonWorker(
        [RedisQueue(blocking).rq],
        name=name,
        connection=blocking,
        job_class=ComparisonJob,
        serializer=queue.rq.serializer,
        worker_ttl=_WORKER_TTL_SECONDS,
        log_job_description=False,
    )
    try:
        worker.work(logging_level="WARNING", burst=burst)
    finally:
        pulse.stop()
