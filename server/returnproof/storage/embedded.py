"""A redis-server of our own: private, on a Unix socket only, held by one process at a time."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from redis import exceptions

from returnproof.storage import binaries, sockets
from returnproof.storage.binaries import Binary
from returnproof.storage.connection import connect_socket
from returnproof.storage.errors import NoRedis, StoreTooNew
from returnproof.storage.ownership import COMMAND, Ownership, stop_orphans

# Commands nobody needs here and a mistake could lose everything with.
_OFF: Final = (
    *("FLUSHALL", "FLUSHDB", "SWAPDB", "CONFIG", "DEBUG", "SHUTDOWN", "MODULE", "ACL", "CLUSTER"),
    *("REPLICAOF", "SLAVEOF", "SYNC", "PSYNC", "FAILOVER", "MIGRATE", "RESTORE", "SAVE", "KEYS"),
    "MONITOR",
)
_START_SECONDS: Final = 300.0
_STOP_SECONDS: Final = 15.0
_LONGEST_LOG: Final = 1 << 20


class EmbeddedRedis:
    """`durable`: every write is on disk before it is answered. Else nothing is kept on disk."""

    def __init__(
        self, directory: Path, *, durable: bool, candidates: Sequence[Binary] | None = None
    ) -> None:
        self.directory = directory.absolute()
        self._durable = durable
        self._candidates = candidates
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare_directory()
        self.ownership = Ownership(self.directory)

    @property
    def socket(self) -> Path:
        return sockets.linked(self.directory)

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self, role: str = COMMAND) -> None:
        """Answers when it returns. Raises StoreInUse, StoreTooNew or NoRedis."""
        self.ownership.take(role)
        try:
            stop_orphans(self.directory)
            self._launch()
        except BaseException:
            self.stop()
            raise

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Waits until it is gone, then lets go of the directory."""
        self._end()
        sockets.clear(self.directory)
        self.ownership.release()

    def restart(self) -> None:
        """After it ended by itself; the directory stays held."""
        self._end()
        stop_orphans(self.directory)
        self._launch()

    def _prepare_directory(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory.chmod(0o700)

    def _launch(self) -> None:
        binary = self._choose()
        self._record(binary)
        sockets.clear(self.directory)
        path = sockets.place(self.directory)
        config = self.directory / "redis.conf"
        config.write_text(self._configuration(path))
        log = self.directory / "redis.log"
        if log.exists() and log.stat().st_size > _LONGEST_LOG:
            log.unlink()
        with log.open("ab") as output:
            # A session of its own: Ctrl-C is for us, who end it after the last write.
            self._process = subprocess.Popen(  # noqa: S603 -- our choice of redis-server
                [binary.path, config],
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._await(binary)

    def _choose(self) -> Binary:
        usable = self._candidates if self._candidates is not None else binaries.installed()
        if not usable:
            raise NoRedis("no redis-server of 6.2 or newer is installed · 未安装 redis-server 6.2+")
        wrote = self._last_writer()
        for binary in usable:
            if binary.version[:2] >= wrote[:2]:
                return binary
        raise StoreTooNew(
            f"{self.directory} was last written by Redis {binaries.written(wrote)}; "
            f"{' and '.join(map(str, usable))} cannot read it. Install Redis "
            f"{wrote[0]}.{wrote[1]} or newer · 数据由较新的 Redis 写入，请安装同版本或更新版本"
        )

    def _last_writer(self) -> binaries.Version:
        try:
            return binaries.parsed((self.directory / "redis-version").read_text())
        except (OSError, ValueError):
            # Only 7 and newer keep the append-only file in a folder.
            newer = (self.directory / "appendonlydir").is_dir()
            return (7, 0, 0) if newer else binaries.OLDEST

    def _record(self, binary: Binary) -> None:
        """Before it starts: from then on an older one might read an empty database."""
        path = self.directory / "redis-version"
        fresh = path.with_suffix(".new")
        with fresh.open("w") as file:
            file.write(binaries.written(binary.version))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        handle = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _configuration(self, path: Path) -> str:
        lines = [
            "port 0",
            f'unixsocket "{path}"',
            "unixsocketperm 600",
            f'dir "{self.directory}"',
            "daemonize no",
            'save ""',
            f"appendonly {'yes' if self._durable else 'no'}",
            "appendfsync always",
            "loglevel warning",
            "maxmemory-policy noeviction",
            *(f'rename-command {command} ""' for command in _OFF),
        ]
        return "\n".join(lines) + "\n"

    def _await(self, binary: Binary) -> None:
        client = connect_socket(str(self.socket))
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                if client.ping():
                    client.close()
                    return
            except exceptions.RedisError:
                if not self.alive():
                    break
            time.sleep(0.01)
        raise NoRedis(f"{binary} does not start: {self._last_words()}")

    def _last_words(self) -> str:
        text = (self.directory / "redis.log").read_text(errors="replace")
        return " / ".join(text.strip().splitlines()[-3:])

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
