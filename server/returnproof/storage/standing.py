"""How store, disk and queue stand, for /readyz and /metrics."""

import shutil

from redis.exceptions import RedisError

from returnproof.services.ports import QueueStanding, Standing
from returnproof.storage.envelope import SCHEMA
from returnproof.storage.opening import Store
from returnproof.storage.queue import NoQueue, RedisQueue


class StoreHealth:
    """Fulfils `services.ports.Health`."""

    def __init__(self, store: Store, queue: RedisQueue | NoQueue, floor: int) -> None:
        self._store = store
        self._queue = queue
        self._floor = floor

    def read(self) -> Standing:
        promise = self._store.promise()
        blobs = self._store.blobs
        place = blobs.root if blobs.root.exists() else blobs.root.parent
        return Standing(
            durability=promise.durability,
            kept=promise.kept,
            replicated=promise.replicated,
            cluster=promise.cluster,
            redis_version=promise.redis_version,
            schema=SCHEMA,
            free=shutil.disk_usage(place).free,
            floor=self._floor,
            queue=self._queue_standing(),
        )

    def _queue_standing(self) -> QueueStanding | None:
        if isinstance(self._queue, NoQueue):
            return None
        try:
            found = self._queue.health()
        except (RedisError, OSError):
            return None
        return QueueStanding(found.waiting, found.running, len(found.failed), found.workers)
