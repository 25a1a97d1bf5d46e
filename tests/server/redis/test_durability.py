"""What was acknowledged is there after `kill -9` of any or all processes, at any moment."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.server.redis.servers import bundled, machine
from tests.server.redis.uploading import SHOP

from returnproof.config import Settings
from returnproof.domain.case import Case
from returnproof.domain.photo import Photo
from returnproof.services.doctor import examine
from returnproof.services.records import Index
from returnproof.storage.last_writer import last_writer
from returnproof.storage.opening import open_store
from returnproof.storage.ownership import stop_orphans

ROUNDS = 20
# At least so many acknowledgements before a kill.
LOAD = 10
VICTIMS = ("serve", "redis", "all", "redis twice")


def run_and_kill(data_dir: Path, victim: str) -> list[list[str]]:
    """The acknowledgements, a line each, of an uploader that was killed."""
    uploader = subprocess.Popen(
        [sys.executable, "-m", "tests.server.redis.uploading", str(data_dir)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    with uploader.stdout as pipe:
        redis = int(pipe.readline().split()[1])
        heard = [pipe.readline() for _ in range(random.randrange(LOAD, 3 * LOAD))]
        if victim != "serve":
            os.kill(redis, signal.SIGKILL)
        if victim.startswith("redis"):  # the uploader goes on with a restarted one
            time.sleep(random.uniform(0.0, 0.4))
        uploader.kill()
        uploader.wait()
        return [line.decode().split() for line in [*heard, *pipe.read().splitlines()]]


def check(store, acknowledged) -> None:
    photos = store.records.get_many(SHOP, Photo, [name for name, _, _ in acknowledged])
    for (name, sha256, refund_id), photo in zip(acknowledged, photos, strict=True):
        assert photo, f"photo {name} was acknowledged and is gone"
        assert (photo.sha256, photo.owner) == (sha256, refund_id)
        assert hashlib.sha256(store.blobs.path(sha256).read_bytes()).hexdigest() == sha256
    for refund_id in {refund_id for _, _, refund_id in acknowledged}:
        case = store.records.get(SHOP, Case, refund_id)
        # The commit is one step: the case, its photos and its index tell the same.
        assert store.records.find(SHOP, Index.photo_owner, refund_id, 5000)[-1:]
        assert set(case.photos) <= set(store.records.find(SHOP, Index.photo_owner, refund_id, 5000))
        assert store.records.assessment_epochs(SHOP, [refund_id]) == [case.version]


@pytest.fixture
def data_dir(tmp_path):
    """Nothing works in it any more after the test."""
    yield tmp_path / "data"
    for name in ("redis", "queue"):
        stop_orphans(tmp_path / "data" / name)


def test_nothing_acknowledged_is_missing_and_nothing_half_written_visible(data_dir, monkeypatch):
    settings = Settings(data_dir=data_dir, free_space_floor=0)
    kept = []
    machines = os.environ["PATH"]
    # The first half on 6.2, then the machine's Redis takes over what a killed one left.
    monkeypatch.setenv("PATH", f"{bundled().path.parent}{os.pathsep}{machines}")
    for number in range(ROUNDS):
        if number == ROUNDS // 2:
            assert last_writer(settings.data_dir / "redis")[:2] == (6, 2)
            monkeypatch.setenv("PATH", os.pathsep.join([str(machine().path.parent), machines]))
        acknowledged = run_and_kill(settings.data_dir, VICTIMS[number % len(VICTIMS)])
        kept += acknowledged
        with open_store(settings) as store:
            check(store, acknowledged)
    assert len(kept) >= LOAD * ROUNDS
    with open_store(settings) as store:
        check(store, kept)
        report = examine(store.inspection, store.blobs)
        assert report.findings == ()
        assert report.blobs >= len(kept)
