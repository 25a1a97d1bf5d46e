"""What `returnproof serve` does first: lock, port, web. The rest is loaded while the web starts."""

import errno
import signal
import socket
from contextlib import closing

from returnproof.config import Settings
from returnproof.serve.announcement import Announce, Say
from returnproof.serve.front import Front
from returnproof.serve.listener import listen
from returnproof.serve.lock import DataDirectoryLock, read_facts


class PortBusy(Exception):  # noqa: N818 - reads as what it says
    """Somebody else listens where we should."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.host = host
        self.port = port


class HostUnknown(Exception):  # noqa: N818 - reads as what it says
    """The address to listen on is none of this machine's."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


def serve(settings: Settings, say: Say, announce: Announce) -> None:
    """Until SIGTERM or Ctrl-C.

    Raises AlreadyServed, PortBusy, HostUnknown, QueueIsCluster, CannotOpen, StorageUnavailable.
    `announce` is called once, when it answers.
    """
    # Also while the store is being opened, which may take a while, a stop unwinds what was started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    lock = DataDirectoryLock(settings.data_dir)
    lock.take()
    try:
        _stop_orphans(settings, say)
        with closing(_listener(settings)) as listener, Front(settings, listener) as front:
            from returnproof.serve.run import run  # noqa: PLC0415 - while the web loads its own

            run(front, lock, say, announce)
    finally:
        lock.release()


def _stop_orphans(settings: Settings, say: Say) -> None:
    facts = read_facts(settings.data_dir)
    if not facts:
        return
    from returnproof.serve.orphans import stop_orphans  # noqa: PLC0415 - only after a crash

    if stop_orphans(facts):
        say("serve.orphans_stopped")


def _listener(settings: Settings) -> socket.socket:
    try:
        return listen(settings.host, settings.port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(settings.host, settings.port) from error
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise HostUnknown(settings.host) from error
        raise
