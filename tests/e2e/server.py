"""A live `returnproof serve` in a folder of its own, started and stopped like a user does."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

RETURNPROOF = Path(sys.executable).with_name("returnproof")


@dataclass
class Server:
    """One installation. `start` returns once it answers; `command` runs beside it.

    Its first start finds a free port, which the later ones keep.
    """

    data_dir: Path
    sample: bool = False
    port: int = 0
    process: subprocess.Popen[str] | None = None
    # Exit status of the last one stopped; negative when it had to be killed.
    ended: int | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options: str, timeout: float = 180) -> Self:
        log = (self.data_dir.parent / f"{self.data_dir.name}.log").open("a")
        self.process = subprocess.Popen(
            [
                RETURNPROOF, "serve", "--port", str(self.port), "--data-dir", self.data_dir,
                "--decode-seconds", "180", *(["--sample"] if self.sample else []), *options,
            ],
            stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
        )  # fmt: skip
        log.close()  # the child has its own handle
        assert self.process.stdout is not None
        limit = time.monotonic() + timeout
        while time.monotonic() < limit:
            if select.select([self.process.stdout], [], [], 0.2)[0]:
                line = self.process.stdout.readline()
                if line.startswith("ready "):
                    self.port = urlsplit(line.split()[1]).port or 0
                    return self
                if not line and self.process.poll() is not None:
                    break
        raise AssertionError(f"serve did not become ready; see {log.name}")

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.ended = self.process.returncode
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "RETURNPROOF_DATA_DIR": str(self.data_dir)}
        return subprocess.run(
            [RETURNPROOF, *arguments], env=environment,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def code(self, shop: str) -> str:
        out = self.command("pair", "--shop", shop, "--json")
        assert out.returncode == 0, out.stderr
        return str(json.loads(out.stdout)["code"])

    def token(self, shop: str, name: str = "test") -> str:
        out = self.command("token", "create", "--shop", shop, "--name", name, "--json")
        assert out.returncode == 0, out.stderr
        return str(json.loads(out.stdout)["token"])
