"""A child of `serve` ends when `serve` does, however `serve` ended."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_POLL_SECONDS = 1.0


def follow_parent() -> None:
    """Asks for SIGTERM when the process named in RETURNPROOF_PARENT is no longer our parent.

    Call it from the main thread, first thing. Without that variable (a container, a terminal)
    nothing happens: then somebody else looks after us.
    """
    named = os.environ.get("RETURNPROOF_PARENT", "")
    if not named.isdigit():
        return
    parent = int(named)
    if not _kernel_tells():
        threading.Thread(target=_poll, args=(parent,), daemon=True, name="parent").start()
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), signal.SIGTERM)


def _kernel_tells() -> bool:
    if sys.platform != "linux":
        return False
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return bool(libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM) == 0)
    except (OSError, AttributeError):
        return False


def _poll(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
