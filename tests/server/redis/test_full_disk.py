"""A disk without any room left: Redis itself ends, nothing acknowledged is lost, it comes back."""

import os
import subprocess

import pytest
from tests.server.redis import samples
from tests.server.redis.servers import bundled, machine
from tests.server.waiting import eventually

from returnproof.domain.case import Case
from returnproof.domain.errors import StorageFull, StorageUnavailable
from returnproof.services.records import Commit
from returnproof.storage.connection import connect_socket
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.records import RedisRecords


@pytest.fixture
def small_disk(tmp_path):
    """Eight megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def commit_until_refused(records):
    """The number of commits that were acknowledged."""
    for number in range(1000):
        text = os.urandom(20_000).hex()
        try:
            records.commit("shop", Commit(writes=[samples.case(f"r{number}", reason_text=text)]))
        except (StorageUnavailable, StorageFull):
            return number
    raise AssertionError("the disk never became full")


@pytest.mark.parametrize("binary", [bundled, machine])
def test_what_was_acknowledged_before_the_disk_was_full_is_there_after(small_disk, binary):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * (4 << 20))
    server = EmbeddedRedis(small_disk / "redis", durable=True, installed=[binary()])
    server.start()
    records = RedisRecords(client := connect_socket(str(server.socket)))
    kept = commit_until_refused(records)
    eventually(lambda: not server.alive())
    ballast.unlink()
    server.restart()
    found = records.get_many("shop", Case, [f"r{number}" for number in range(kept)])
    assert kept > 20
    assert all(case and len(case.reason_text) == 40_000 for case in found)
    records.commit("shop", Commit(writes=[samples.case("after")]))
    client.close()
    server.stop()
