"""Keeps the children alive until it is told to stop, then stops them in order."""

import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from returnproof.serve.announcement import Say
from returnproof.serve.child import Supervised


class Supervisor:
    """`stages` are groups of children in starting order; they are stopped in the reverse one.

    `say` gets the key of a sentence and its values; `changed` is called whenever a child was
    started, so that the list of processes on disk is true.
    """

    def __init__(
        self, stages: Sequence[Sequence[Supervised]], say: Say, changed: Callable[[], None]
    ) -> None:
        self._stages = stages
        self._say = say
        self._changed = changed
        self._stop_signals = 0
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        os.set_blocking(self._wake_read, False)

    @property
    def children(self) -> list[Supervised]:
        return [child for stage in self._stages for child in stage]

    @property
    def stopping(self) -> bool:
        return self._stop_signals > 0

    def run(self, each_tick: Callable[[], float]) -> None:
        """Until SIGTERM or Ctrl-C. `each_tick` is quick and says how long to sleep."""
        self._listen_to_signals()
        try:
            while not self.stopping:
                self._tend()
                self._sleep(each_tick())
        finally:
            self._stop()

    def _listen_to_signals(self) -> None:
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # wakes the sleep, no more

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_signals += 1

    def _sleep(self, seconds: float) -> None:
        readable, _, _ = select.select([self._wake_read], [], [], seconds)
        if readable:
            os.read(self._wake_read, 512)

    def _tend(self) -> None:
        for child in self.children:
            before = child.pid
            happened = child.tend()
            if happened:
                self._say(happened, name=child.name, status=_words(child.last_status))
            if child.pid is not None and child.pid != before:
                self._changed()

    def _stop(self) -> None:
        """The last stage first: nobody should lose the store before it has finished its work."""
        for stage in reversed(self._stages):
            for child in stage:
                child.ask_to_stop()
            longest = max((child.grace for child in stage), default=0.0)
            until = time.monotonic() + longest
            while time.monotonic() < until and self._stop_signals < 2:  # noqa: PLR2004 - asked twice
                if not any(child.alive for child in stage):
                    break
                self._sleep(0.05)
            for child in stage:
                if child.end_now():
                    self._say("serve.child_killed", name=child.name)


def _words(status: int | None) -> Any:
    if status is None:
        return "-"
    return signal.Signals(-status).name if status < 0 else status
