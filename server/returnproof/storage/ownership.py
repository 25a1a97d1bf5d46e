"""Who holds a directory: one process at a time, and what it left behind when it was killed."""

import fcntl
import os
import time
from pathlib import Path
from typing import Final

import msgspec
import psutil

from returnproof.storage.errors import StoreInUse

SERVE = "serve"
COMMAND = "command"

# Long enough to write out what is left; the append-only file needs no more than that.
_END_SECONDS: Final = 10.0


class Owner(msgspec.Struct, frozen=True):
    """`role` is `serve`, which stays, or `command`, which is gone soon."""

    pid: int
    role: str


class Ownership:
    """A lock that goes with its process, and is not kept alive by the process's own children."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "owner.lock"
        self._handle: int | None = None
        os.register_at_fork(after_in_child=self._forget)

    @property
    def held(self) -> bool:
        return self._handle is not None

    def take(self, role: str) -> None:
        """Raises StoreInUse, naming the process that holds it."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            holder = self.holder()
            by = f"process {holder.pid}" if holder else "another process"
            raise StoreInUse(
                f"{self._path.parent} is in use by {by} · 数据目录正被另一个进程使用"
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, msgspec.json.encode(Owner(os.getpid(), role)), 0)
        self._handle = handle

    def holder(self) -> Owner | None:
        """Whoever wrote into the lock last; only meaningful while somebody holds it."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Owner)
        except (OSError, msgspec.DecodeError):
            return None

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _forget(self) -> None:
        # flock belongs to the open file, which a forked child shares: without this a worker that
        # outlives a killed `serve` would keep the directory locked.
        self.release()


def orphans(directory: Path) -> list[psutil.Process]:
    """Redis processes at work in `directory`, found by it: no file could tell of every moment."""
    found = []
    for process in psutil.process_iter(["name"]):
        if not (process.info["name"] or "").startswith(("redis", "valkey")):
            continue
        try:
            if Path(process.cwd()).resolve() == directory.resolve():
                found.append(process)
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or another user's
    return found


def stop_orphans(directory: Path) -> int:
    """Ends them and waits until they are gone; the number of them."""
    found = orphans(directory)
    for process in found:
        _signal(process, kill=False)
    for process in _still_there(found):
        _signal(process, kill=True)
    _still_there(found)
    return len(found)


def _still_there(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Waits. One that ended and waits to be reaped by whoever inherited it does no harm."""
    deadline = time.monotonic() + _END_SECONDS
    while left := [each for each in processes if _works(each)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.005)
    return left


def _works(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _signal(process: psutil.Process, *, kill: bool) -> None:
    try:
        # A stopped process would never see the request to end.
        process.resume()
        (process.kill if kill else process.terminate)()
    except psutil.NoSuchProcess:
        return
