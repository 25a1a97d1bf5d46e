"""One `serve` per data directory, and what the last one left running."""

import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

# Other commands hold the lock for a moment to see whether a server runs.
_TRIES = 10
_PAUSE_SECONDS = 0.05


class AlreadyServed(Exception):  # noqa: N818 - reads as what it says
    """Another `serve` holds this data directory; `pid` and `address` say which, if known."""

    def __init__(self, data_dir: Path, pid: int | None, address: str | None) -> None:
        super().__init__(str(data_dir))
        self.data_dir = data_dir
        self.pid = pid
        self.address = address


@dataclass(frozen=True, slots=True)
class Running:
    """What a running `serve` says of itself in `serve.json`; addresses None: embedded Redis."""

    pid: int
    address: str
    redis_url: str | None = None
    queue_url: str | None = None


class DataDirectoryLock:
    """An flock, which the kernel lets go of however its holder ends."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._facts = data_dir / "serve.json"
        self._file = -1

    def take(self) -> None:
        """Raises AlreadyServed."""
        self._data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(self._data_dir / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
        for _ in range(_TRIES):
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_PAUSE_SECONDS)
            else:
                return
        os.close(self._file)
        facts = read_facts(self._data_dir)
        raise AlreadyServed(self._data_dir, facts.get("pid"), facts.get("address"))

    def say(self, facts: dict[str, Any]) -> None:
        """Replaces `serve.json`: for other commands, and for the next `serve`."""
        staged = self._facts.with_suffix(".new")
        # An address may hold a password.
        with open(staged, "w", encoding="utf-8", opener=_private) as file:
            json.dump(facts, file)
        staged.replace(self._facts)

    def release(self) -> None:
        self._facts.unlink(missing_ok=True)
        os.close(self._file)


def read_facts(data_dir: Path) -> dict[str, Any]:
    """What the last `serve` on this directory said of itself; empty when nothing readable."""
    try:
        facts = json.loads((data_dir / "serve.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def running(data_dir: Path) -> Running | None:
    """The `serve` that holds this directory now."""
    try:
        file = os.open(data_dir / "serve.lock", os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _running(read_facts(data_dir))
    else:
        return None
    finally:
        os.close(file)


def _running(facts: dict[str, Any]) -> Running | None:
    """None while it has only just begun and says nothing yet."""
    try:
        return msgspec.convert(facts, Running)
    except msgspec.ValidationError:
        return None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
