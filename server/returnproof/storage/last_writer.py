"""Which Redis last wrote a directory, and which of those installed may open it.

Redis 6.2 opens what 7.0 wrote as an empty database, without complaint; so it must not be asked.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from returnproof.storage.binaries import OLDEST, Binary, Version, parsed, written
from returnproof.storage.blobs import sync
from returnproof.storage.errors import NoRedis, StoreTooNew


def choose(directory: Path, installed: Sequence[Binary]) -> Binary:
    """The first that may open it. Raises NoRedis or StoreTooNew."""
    if not installed:
        raise NoRedis(
            "no redis-server of 6.2 or newer is installed · 没有找到 6.2 或更新的 redis-server"
        )
    wrote = last_writer(directory)
    for binary in installed:
        # Within one minor version Redis keeps its files readable in both directions.
        if binary.version[:2] >= wrote[:2]:
            return binary
    raise StoreTooNew(
        f"{directory} was last written by Redis {written(wrote)}, which "
        f"{' and '.join(str(each) for each in installed)} cannot read. Nothing was changed. "
        f"Install Redis {wrote[0]}.{wrote[1]} or newer and start again · "
        f"数据由 Redis {written(wrote)} 写入，现有版本较旧、读不了；数据未被改动，"
        f"请安装 {wrote[0]}.{wrote[1]} 或更新的 Redis 后重试"
    )


def last_writer(directory: Path) -> Version:
    try:
        return parsed((directory / "redis-version").read_text())
    except (OSError, ValueError):
        # Only 7 and newer keep the append-only file in a folder.
        return (7, 0, 0) if (directory / "appendonlydir").is_dir() else OLDEST


def record(directory: Path, binary: Binary) -> None:
    """To be called before it starts: from then on an older one might see an empty database."""
    path = directory / "redis-version"
    fresh = path.with_suffix(".new")
    with fresh.open("w") as file:
        file.write(written(binary.version))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(directory)
