"""Real processes: every test here has a `serve` of its own, in a folder with a short path."""

import secrets
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from redis import Redis
from tests.server.serve.served import Served

from returnproof.config import Settings
from returnproof.domain.comparison import Comparison, ComparisonState
from returnproof.services.records import Commit
from returnproof.storage.leases import Leases
from returnproof.storage.opening import open_store
from returnproof.storage.ownership import SERVE
from returnproof.storage.queue import RedisQueue


@pytest.fixture
def data_dir():
    # Not under tmp_path: a Unix socket's path must stay short.
    folder = Path(tempfile.mkdtemp(prefix="rp-serve-"))
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def serve(data_dir):
    """Starts `serve`; all of them are gone after the test."""
    with ExitStack() as stack:

        def start(*arguments, **variables):
            if "--workers" not in arguments:  # one is enough for most, and starts sooner
                arguments = ("--workers", "1", *arguments)
            if "--decode-seconds" not in arguments:  # a busy machine takes its time
                arguments = ("--decode-seconds", "180", *arguments)
            return stack.enter_context(Served(data_dir, *arguments, **variables))

        yield start


@pytest.fixture
def picture(tmp_path):
    """Draws a textured picture that no other test draws; `seed` names it."""

    def draw(seed, side=640):
        noise = np.random.default_rng(seed).integers(0, 255, (side // 8, side // 8, 3), np.uint8)
        path = tmp_path / f"{seed}.jpg"
        Image.fromarray(noise).resize((side, side), Image.Resampling.BICUBIC).save(path)
        return path

    return draw


@pytest.fixture(scope="module")
def store():
    # Not under tmp_path: a Unix socket's path must stay short.
    with (
        tempfile.TemporaryDirectory(prefix="rp-queue-") as folder,
        open_store(Settings(data_dir=Path(folder), free_space_floor=0), SERVE) as opened,
    ):
        yield opened


@pytest.fixture
def client(store):
    connection = Redis.from_url(store.queue_url)
    # FLUSHALL is off on the embedded Redis.
    for key in connection.scan_iter():
        connection.delete(key)
    yield connection
    connection.close()


@pytest.fixture
def queue(client):
    return RedisQueue(client)


@pytest.fixture
def held(client):
    return Leases(client, "worker")


@pytest.fixture
def pending(store):
    """Records a pending comparison in a shop of its own; its shop and id."""
    shop = f"s-{secrets.token_hex(4)}"

    def record(name="c1"):
        moment = "2026-01-01T00:00:00.000Z"
        made = Comparison(name, "R1", "p1", ("p0",), ComparisonState.pending, moment, moment)
        store.records.commit(shop, Commit(writes=(made,)))
        return shop, name

    yield record
    store.records.delete_shop(shop)
