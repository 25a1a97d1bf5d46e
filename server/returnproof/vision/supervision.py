"""One child process and the watch over it: memory by looking, time by the clock, both by killing.

The system's own limits are not enough: RLIMIT_AS counts address space that libraries only reserve,
and a signal cannot interrupt a decoder that is stuck in C.
"""

import contextlib
import os
import select
import subprocess
import sys
import time

import psutil

from returnproof.domain.errors import PictureTooCostly, UnreadableImage
from returnproof.vision.wire import LARGEST_FRAME, LENGTH_BYTES, Limits, Reply, frame, reply_of
from returnproof.vision.wire import Request as ChildRequest

CHILD_COMMAND = (sys.executable, "-P", "-m", "returnproof.vision.child")
_LOOK_EVERY_MS = 40
_START_SECONDS = 60.0
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # glibc keeps an arena for each thread; a decoder's garbage would be held in each.
    "MALLOC_ARENA_MAX": "2",
}


class ChildGone(Exception):  # noqa: N818 - a state of the child, not a mistake of the caller
    """The child ended without an answer; `returncode` as in subprocess."""

    def __init__(self, returncode: int) -> None:
        super().__init__(f"vision child ended with {returncode}")
        self.returncode = returncode


class Child:
    """Started at construction, answers one request at a time; not thread-safe."""

    def __init__(self, command: tuple[str, ...], idle_seconds: float) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, str(idle_seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,  # Ctrl-C is for `serve`, which then ends its children
        )
        self._watch = psutil.Process(self._process.pid)
        self._limits: Limits | None = None
        self._deadline = time.monotonic() + _START_SECONDS
        try:
            self._read_reply()  # the child says READY once its libraries are loaded
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: ChildRequest) -> tuple[Reply, bytes]:
        """The reply and its raw bytes. Raises ChildGone, or PictureTooCostly having killed it."""
        self._limits = request.limits
        self._deadline = time.monotonic() + request.limits.decode_seconds
        try:
            self._write(frame(request))
            reply = self._read_reply()
            payload = self._read(reply.bytes) if reply.bytes else b""
        except BaseException:
            self.kill()
            raise
        if reply.last:
            self.kill()
        return reply, payload

    def kill(self) -> None:
        """At once, and reaped."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError as error:
            raise ChildGone(self._process.wait()) from error

    def _read_reply(self) -> Reply:
        length = int.from_bytes(self._read(LENGTH_BYTES), "big")
        if length > LARGEST_FRAME:
            raise UnreadableImage("The picture could not be read.")
        return reply_of(self._read(length))

    def _read(self, count: int) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        parts = bytearray()
        while len(parts) < count:
            if not poll.poll(_LOOK_EVERY_MS):
                self._check()
                continue
            chunk = os.read(descriptor, count - len(parts))
            if not chunk:
                raise ChildGone(self._process.wait())
            parts += chunk
        return bytes(parts)

    def _check(self) -> None:
        if time.monotonic() > self._deadline:
            raise PictureTooCostly("Reading the picture took too long and was stopped.")
        if self._limits is None:
            return
        try:
            resident = self._watch.memory_info().rss
        except psutil.Error:
            return  # it just ended; the next read says so
        if resident > self._limits.decode_rss_bytes:
            raise PictureTooCostly("Reading the picture took too much memory and was stopped.")
