"""A disk that is really full: `serve` lives on, and everything works again when there is room."""

import os
import subprocess
from contextlib import suppress
from itertools import count

import pytest
from tests.server.serve.served import Client, command
from tests.server.waiting import eventually


@pytest.fixture
def small_disk(data_dir):
    """A disk of 24 MB mounted where the data is."""
    disk = data_dir.parent
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root on Linux can mount a small disk to fill")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(path):
    with suppress(OSError), path.open("wb", buffering=0) as junk:
        while junk.write(bytes(4096)) == 4096:
            pass


def test_serve_survives_a_full_disk_and_goes_on_when_there_is_room(
    small_disk, data_dir, serve, picture
):
    # Without a floor writes are let through until the disk itself refuses them.
    served = serve("--free-space-floor", "0")
    token = command(
        "token", "create", "--shop", "a", "--name", "t", "--data-dir", data_dir,
        "--free-space-floor", "0",
    ).stdout.strip()  # fmt: skip
    client = Client(served.address, token)
    packed = client.pack("O1", picture(1))
    client.open_case("R1", "O1")
    fill(small_disk / "junk")

    numbers = count()

    def put():
        body = {"order_id": "O1", "reason_text": f"{next(numbers)}" * 100}
        return client.ask("PUT", "/api/v1/cases/R1", json=body)

    eventually(lambda: put().status_code in {503, 507})
    assert served.process.poll() is None
    (small_disk / "junk").unlink()
    eventually(lambda: put().status_code == 200)
    assert client.ask("GET", "/api/v1/shipments/O1").json()["photos"] == packed
    client.claim("R1", picture(2))
    client.await_states("R1", "done")
