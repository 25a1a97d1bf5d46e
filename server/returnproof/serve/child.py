"""One supervised process: started, watched, started again with back-off, stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

FIRST_DELAY = 0.2
LONGEST_DELAY = 5.0
# A child that lived this long is well; the next death starts the back-off anew.
SETTLED_SECONDS = 10.0

# A task that fails this often is left alone: nobody waits for it.
TASK_TRIES = 5

Spawn = Callable[[], "subprocess.Popen[bytes]"]


def delay_after(failures: int) -> float:
    """Seconds to wait after so many deaths in a row: at once at first, never more than five."""
    return float(min(FIRST_DELAY * 2 ** max(failures - 1, 0), LONGEST_DELAY))


class Supervised(Protocol):
    """What the supervisor needs of a child, be it a process of ours or the embedded Redis."""

    name: str
    grace: float
    last_status: int | None

    @property
    def pid(self) -> int | None:
        """None while it does not run, or when somebody else remembers it."""

    def tend(self) -> str | None:
        """Starts what is due; a sentence key when something happened worth saying, else None."""

    def ask_to_stop(self) -> None: ...

    @property
    def alive(self) -> bool: ...

    def end_now(self) -> bool:
        """Kills it and everything it started if it is still there; whether that was needed."""


class Child:
    """A process that should be running. `grace` seconds pass between SIGTERM and SIGKILL.

    A child that is `held` first starts when it is let go. A `task` runs until it has ended well
    once, or failed too often.
    """

    def __init__(
        self, name: str, spawn: Spawn, *, grace: float, held: bool = False, task: bool = False
    ) -> None:
        self.name = name
        self.grace = grace
        self.failures = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.last_status: int | None = None
        self._spawn = spawn
        self._task = task
        self._waits = held
        self._born = 0.0
        self._start_at = 0.0

    def tend(self) -> str | None:
        """Starts what is due; a sentence key when something happened worth saying, else None."""
        now = time.monotonic()
        if self._process is not None:
            status = self._process.poll()
            if status is None:
                return None
            self._process = None
            if self._task and status == 0:
                self._waits = True
                return None
            return self._count(now, status)
        if self._waits or now < self._start_at:
            return None
        try:
            self._process = self._spawn()
        except OSError:
            self._count(now, None)
            return "serve.child_unstartable"
        self._born = now
        return None

    def _count(self, now: float, status: int | None) -> str:
        self.last_status = status
        settled = status is not None and now - self._born >= SETTLED_SECONDS
        self.failures = 1 if settled else self.failures + 1
        self._start_at = now + delay_after(self.failures)
        if self._task and self.failures >= TASK_TRIES:
            self._waits = True
            return "serve.task_failed"
        return "serve.child_died"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def let_go(self) -> None:
        """It starts with the next look."""
        self._waits = False

    def ask_to_stop(self) -> None:
        """SIGTERM to the process itself; it passes it on to its own."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def end_now(self) -> bool:
        """Kills it and everything it started if it is still there; whether that was needed."""
        if self._process is None or self._process.poll() is not None:
            return False
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        return True


def start_python(
    command: Sequence[str], environment: dict[str, str], pass_fds: tuple[int, ...] = ()
) -> "subprocess.Popen[bytes]":
    """Starts `returnproof <command …>` in a session of its own: Ctrl-C reaches only `serve`."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "returnproof.cli", *command],
        env=environment,
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
