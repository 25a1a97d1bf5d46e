"""What is known of jobs while they run: by whom, for the how manieth time, and when again.

RQ itself notices a killed worker only after minutes, so the lease is ours.
"""

from collections.abc import Iterable

from redis import Redis

from returnproof.storage import keys

# A worker renews its lease every third of this; when it is killed the job is free after it.
LEASE_SECONDS = 9
# Runs of one job that may fail, or kill their worker, before it is set aside.
MAX_TRIES = 5
# Seconds before a job that failed for the n-th time is tried again.
BACK_OFF = (1, 3, 8, 20)
# A failed job stays visible this long, and so do the counts of its tries.
KEPT_SECONDS = 7 * 24 * 3600


class Leases:
    """Who works on a job, how often it was tried, and when it may be tried again.

    All of it in the queue's Redis and with an expiry: losing it costs a repeated try, never work.
    """

    def __init__(self, client: Redis, owner: str) -> None:
        self._client = client
        self._owner = owner

    def hold(self, job: str) -> None:
        self._client.set(keys.lease(job), self._owner, ex=LEASE_SECONDS)

    def let_go(self, job: str) -> None:
        self._client.delete(keys.lease(job))

    def held(self, jobs: Iterable[str]) -> set[str]:
        """Those that somebody works on, or that wait for their back-off."""
        asked = list(jobs)
        if not asked:
            return set()
        found = self._client.mget([name(job) for job in asked for name in (keys.lease, keys.wait)])
        return {job for at, job in enumerate(asked) if found[2 * at] or found[2 * at + 1]}

    def begin_try(self, job: str) -> int:
        """Counted before the work, so that a job that kills its worker is counted too."""
        with self._client.pipeline() as pipe:
            pipe.incr(keys.tries(job))
            pipe.expire(keys.tries(job), KEPT_SECONDS)
            return int(pipe.execute()[0])

    def uncount(self, job: str) -> None:
        """The try was not the job's fault."""
        self._client.decr(keys.tries(job))

    def back_off(self, job: str, tries: int) -> None:
        seconds = BACK_OFF[min(max(tries, 1), len(BACK_OFF)) - 1]
        self._client.set(keys.wait(job), "1", ex=seconds)

    def done(self, job: str) -> None:
        self._client.delete(keys.lease(job), keys.tries(job), keys.wait(job))

    def alive(self) -> None:
        self._client.set(keys.worker(self._owner), "1", ex=LEASE_SECONDS)

    def leads_sweep(self) -> bool:
        """Whether this worker is the one that sweeps now."""
        key = keys.SWEEP
        if self._client.set(key, self._owner, nx=True, ex=LEASE_SECONDS):
            return True
        if self._client.get(key) != self._owner.encode():
            return False
        self._client.expire(key, LEASE_SECONDS)
        return True
