"""Queues again what must be compared or looked at, and what nobody works on."""

from returnproof.domain.comparison import CloserLook, ComparisonState
from returnproof.services.comparing import closer
from returnproof.services.ports import Records
from returnproof.services.records import Index
from returnproof.storage.leases import Leases
from returnproof.storage.queue import RedisQueue, job_id


class Sweep:
    """The records say what is pending, the queue and the leases what is being done about it.

    A job is queued again only when two looks in a row found it unattended: between a worker
    taking it and holding its lease there is a moment in which it is in neither place.
    """

    def __init__(self, records: Records, queue: RedisQueue, leases: Leases) -> None:
        self._records = records
        self._queue = queue
        self._leases = leases
        self._unattended: set[str] = set()

    def once(self) -> list[str]:
        """The job ids that were queued. Raises RedisError, StorageUnavailable."""
        idle = self._pending() - self._queue.waiting()
        idle -= self._leases.held(idle)
        again = sorted(idle & self._unattended)
        for job in again:
            self._queue.replace(job)
        self._unattended = idle.difference(again)
        return again

    def _pending(self) -> set[str]:
        waiting: set[str] = set()
        for shop in self._records.shops():
            pending = self._records.find(shop, Index.comparison_state, ComparisonState.pending)
            due = self._records.find(shop, Index.comparison_look, CloserLook.due)
            waiting |= {job_id(shop, each) for each in pending}
            waiting |= {job_id(shop, closer(each)) for each in due}
        return waiting
