"""A few children shared by any number of threads."""

import queue
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from returnproof.domain import errors
from returnproof.vision.supervision import Child, ChildGone
from returnproof.vision.wire import Reply, Request


class Pool:
    """At most `children` of them; each starts when first needed. Safe to share between threads."""

    def __init__(self, children: int, command: tuple[str, ...], idle_seconds: float) -> None:
        # Last in, first out: with little work the same child is used, and the others go to sleep.
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        self._slots = [_Slot(command, idle_seconds) for _ in range(children)]
        for slot in self._slots:
            self._free.put(slot)

    def ask(self, request: Request) -> tuple[Reply, bytes]:
        """Waits for a free child. Raises PictureTooCostly, or UnreadableImage after a crash."""
        with self._slot() as slot:
            try:
                return self._ask(slot, request)
            except ChildGone as gone:
                raise _verdict_on(gone) from gone

    def close(self) -> None:
        """End every child now; the next question starts a new one."""
        for slot in self._slots:
            slot.end()

    def _ask(self, slot: "_Slot", request: Request) -> tuple[Reply, bytes]:
        try:
            return slot.child().ask(request)
        except ChildGone as gone:
            if gone.returncode != 0:
                raise
        # It had gone to sleep between our look and our question: that says nothing of the picture.
        return slot.child().ask(request)

    @contextmanager
    def _slot(self) -> Iterator["_Slot"]:
        slot = self._free.get()
        try:
            yield slot
        finally:
            self._free.put(slot)


class _Slot:
    """A place for one child at a time."""

    def __init__(self, command: tuple[str, ...], idle_seconds: float) -> None:
        self._command = command
        self._idle_seconds = idle_seconds
        self._child: Child | None = None

    def child(self) -> Child:
        if self._child is None or not self._child.alive():
            self.end()
            self._child = Child(self._command, self._idle_seconds)
        return self._child

    def end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def _verdict_on(gone: ChildGone) -> errors.DomainError:
    """A child killed from outside ran out of memory; one that crashed met a damaged picture."""
    if gone.returncode in {-signal.SIGKILL, -signal.SIGXCPU}:
        return errors.PictureTooCostly("Reading the picture took too much and was stopped.")
    return errors.UnreadableImage("The picture could not be read.")
