"""Features of packing photos made ahead, in quiet moments, so that a later comparison is quick."""

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from returnproof.domain.errors import DomainError
from returnproof.services.ports import Blobs, Vision

# A packing line sends photo after photo; receiving those comes first.
QUIET_SECONDS: Final = 1.0
# What does not fit is prepared by its first comparison instead.
MOST_WAITING: Final = 2000
_BUSY_PAUSE_SECONDS: Final = 0.2
_LOG = logging.getLogger("returnproof.preparing")


class Preparing:
    """One a process, with a thread only while there is work. Losing it loses time only."""

    def __init__(
        self,
        blobs: Blobs,
        vision: Vision,
        quiet_seconds: float = QUIET_SECONDS,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """While `busy` says so, nothing is begun."""
        self._blobs = blobs
        self._vision = vision
        self._quiet_seconds = quiet_seconds
        self._busy = busy
        self._lock = threading.Lock()
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._latest = 0.0
        self._thread: threading.Thread | None = None

    def note(self, sha256s: Iterable[str]) -> None:
        """Returns at once."""
        with self._lock:
            self._latest = time.monotonic()
            self._waiting.extend(each for each in sha256s if each not in self._waiting)
            if self._waiting and self._thread is None:
                self._thread = threading.Thread(target=self._run, name="preparing", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (sha256 := self._next()) is not None:
            # What cannot be read now is told by the comparison that needs it.
            with contextlib.suppress(DomainError):
                self._prepare(sha256)

    def _prepare(self, sha256: str) -> None:
        try:
            self._vision.prepare(sha256, self._blobs.path(sha256))
        except (RuntimeError, OSError):
            _LOG.exception("features could not be made ahead")

    def _next(self) -> str | None:
        """Waits for a quiet moment; None, and the thread's end, when nothing is left."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return None
                remaining = self._latest + self._quiet_seconds - time.monotonic()
                if remaining <= 0 and self._busy():
                    remaining = _BUSY_PAUSE_SECONDS
                if remaining <= 0:
                    return self._waiting.popleft()
            time.sleep(remaining)
