"""The web as a child, started first: it loads its code while the store is still being opened."""

import os
import socket
from dataclasses import replace
from subprocess import Popen
from types import TracebackType
from typing import Self

from returnproof.config import Settings
from returnproof.serve.child import Child, start_python
from returnproof.serve.environment import child_environment
from returnproof.serve.listener import GRACE_SECONDS


class Front:
    """The first web waits at a gate, the end of a pipe, until there is a store to open."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self.settings = replace(settings, port=int(listener.getsockname()[1]))
        self.web = Child("web", self._spawn, grace=GRACE_SECONDS + 2.0)
        self._listener = listener
        self._gate: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        self._gate = os.pipe()
        self.web.tend()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.web.end_now()
        self.open_gate()

    def open_gate(self) -> None:
        """The web reads the end of the pipe, and so does one that replaces it."""
        if self._gate is not None:
            for end in self._gate:
                os.close(end)
            self._gate = None

    def _spawn(self) -> Popen[bytes]:
        listener = self._listener.fileno()
        pass_fds: tuple[int, ...] = (listener,)
        extra = {"listener": str(listener)}
        if self._gate is not None:
            pass_fds += (self._gate[0],)
            extra["gate"] = str(self._gate[0])
        return start_python(
            ["web"], child_environment(self.settings, os.environ, **extra), pass_fds
        )
