"""A redis-server of our own: private, on a Unix socket only, held by one process at a time."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from redis import exceptions

from returnproof.storage import binaries, last_writer, sockets
from returnproof.storage.binaries import Binary
from returnproof.storage.blobs import sync
from returnproof.storage.configuration import configuration
from returnproof.storage.connection import connect_socket
from returnproof.storage.errors import CannotOpen, NoRedis
from returnproof.storage.ownership import COMMAND, Ownership, stop_orphans

# Reading a long append-only file takes about a second per 100 MB.
_START_SECONDS: Final = 600.0
_STOP_SECONDS: Final = 15.0
_LONGEST_LOG: Final = 1 << 20


class EmbeddedRedis:
    """`durable`: every write is on disk before it is answered. Else nothing is kept on disk.

    `installed` are the redis-servers to choose from, those of the machine by default.
    """

    def __init__(
        self, directory: Path, *, durable: bool, installed: Sequence[Binary] | None = None
    ) -> None:
        self.directory = directory.absolute()
        self._durable = durable
        self._installed = installed
        self._process: subprocess.Popen[bytes] | None = None
        self.ownership = Ownership(self.directory)

    @property
    def socket(self) -> Path:
        return sockets.linked(self.directory)

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, role: str = COMMAND) -> None:
        """Answers when it returns. Raises StoreInUse, StoreTooNew or NoRedis."""
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.directory.chmod(0o700)
        except OSError as error:
            raise CannotOpen(f"{self.directory}: {error.strerror}") from error
        self.ownership.take(role)
        try:
            stop_orphans(self.directory)
            sockets.clear(self.directory)
            sockets.place(self.directory)
            self._launch()
            # Redis 6.2 does not do this for the file it made.
            sync(self.directory)
            sync(self.directory.parent)
        except BaseException:
            self.stop()
            raise

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Waits until it is gone, then lets go of the directory. Does nothing when not started."""
        if self.ownership.held:
            self._end()
            sockets.clear(self.directory)
            self.ownership.release()

    def restart(self) -> None:
        """Also after it ended by itself; directory and socket stay the same. Raises NoRedis."""
        self._end()
        stop_orphans(self.directory)
        self._launch()

    def _launch(self) -> None:
        installed = binaries.installed() if self._installed is None else self._installed
        binary = last_writer.choose(self.directory, installed)
        last_writer.record(self.directory, binary)
        config = self.directory / "redis.conf"
        config.write_text(configuration(self.directory, self.socket, durable=self._durable))
        log = self.directory / "redis.log"
        if log.exists() and log.stat().st_size > _LONGEST_LOG:
            log.unlink()
        with log.open("ab") as output:
            # A session of its own: Ctrl-C is for us, who end it after the last write.
            self._process = subprocess.Popen(  # noqa: S603 -- the redis-server chosen above
                [binary.path, config],
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._await(binary)

    def _await(self, binary: Binary) -> None:
        client = connect_socket(str(self.socket))
        deadline = time.monotonic() + _START_SECONDS
        while self.alive() and time.monotonic() < deadline:
            try:
                client.ping()
            except exceptions.RedisError:
                time.sleep(0.01)
            else:
                client.close()
                return
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
