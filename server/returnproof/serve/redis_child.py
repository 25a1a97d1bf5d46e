"""The embedded Redis as a supervised child: started before the others, restarted when it ends."""

import threading
import time

from returnproof.serve.child import SETTLED_SECONDS, delay_after
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.errors import CannotOpen

_PATIENCE_SECONDS = 15.0


class RedisChild:
    """Restarting waits until the append-only file is read, so it happens on a thread.

    Has the same face as `Child`. `Store` starts the server and stops it in the end, after
    everybody who writes to it.
    """

    grace = 0.0
    pid = None  # its own directory tells whom it belongs to

    def __init__(self, name: str, server: EmbeddedRedis) -> None:
        self.name = name
        self.last_status: int | None = None
        self._server = server
        self._failures = 0
        self._start_at = 0.0
        self._up_since = time.monotonic()
        self._starting: threading.Thread | None = None

    def tend(self) -> str | None:
        """A sentence key when something happened worth saying, else None."""
        if self._starting is not None:
            return self._after_start()
        if self._server.alive():
            return None
        now = time.monotonic()
        if self._start_at == 0.0:  # its death is seen now
            settled = now - self._up_since >= SETTLED_SECONDS
            self._failures = 1 if settled else self._failures + 1
            self._start_at = now + delay_after(self._failures)
            return "serve.redis_died"
        if now >= self._start_at:
            self._starting = threading.Thread(target=self._restart, name=self.name, daemon=True)
            self._starting.start()
        return None

    def ask_to_stop(self) -> None:
        """Nothing: the store stops it."""

    @property
    def alive(self) -> bool:
        return False

    def end_now(self) -> bool:
        """Waits a moment for a running start, so that the store can stop what came of it."""
        if self._starting is not None:
            self._starting.join(_PATIENCE_SECONDS)
        return False

    def _after_start(self) -> str | None:
        assert self._starting is not None
        if self._starting.is_alive():
            return None
        self._starting = None
        self._start_at = 0.0
        if not self._server.alive():
            return None  # the next look counts it as another death
        self._up_since = time.monotonic()
        return "serve.redis_back"

    def _restart(self) -> None:
        try:
            self._server.restart()
        except (CannotOpen, OSError):
            return  # seen by `tend`: it is not alive
