"""The real app over a real embedded Redis: one Redis per test process, one shop per test."""

import secrets
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis import Redis

from returnproof.api import events, limits
from returnproof.api.wiring import Ports
from returnproof.app import create_app
from returnproof.config import Settings
from returnproof.domain.access import Role
from returnproof.domain.comparison import ComparisonState
from returnproof.services.access import Access
from returnproof.services.comparing import Comparing
from returnproof.services.records import Index
from returnproof.storage.opening import open_store
from returnproof.storage.ownership import SERVE
from returnproof.storage.queue import RedisQueue
from returnproof.storage.standing import StoreHealth
from returnproof.vision.process import VisionProcess


@pytest.fixture(scope="session", autouse=True)
def _patient_limits():
    """On a busy machine a Redis that is well may take longer than a request should wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "_STORE_SECONDS", 30.0)
        yield


@pytest.fixture(scope="session")
def settings():
    # Not under tmp_path: a Unix socket's path must stay short.
    with tempfile.TemporaryDirectory(prefix="rp-api-") as folder:
        # Time for a picture on a busy machine, which is not what these tests are about.
        yield Settings(data_dir=Path(folder), free_space_floor=1 << 20, decode_seconds=180)


@pytest.fixture(scope="session")
def store(settings):
    with open_store(settings, SERVE) as opened:
        yield opened


@pytest.fixture(scope="session")
def vision(settings):
    with VisionProcess(settings, settings.data_dir / "derived") as running:
        yield running


@pytest.fixture(scope="session")
def ports(settings, store, vision):
    queue = RedisQueue(Redis.from_url(store.queue_url))
    health = StoreHealth(store, queue, settings.free_space_floor)
    return Ports(store.records, store.blobs, queue, vision, store.queue_url, health)


@pytest.fixture
def make_app(settings, ports):
    """Another app over the same store, for tests that need other settings."""

    def make(**changes):
        app = create_app(replace(settings, **changes), ports)
        app.testing = False
        return app

    return make


@pytest.fixture(scope="session")
def app(settings, ports):
    """One for all tests: their shops and addresses keep them apart."""
    made = create_app(settings, ports)
    yield made
    made.extensions[events.EXTENSION].close()


@pytest.fixture
def shop():
    return f"shop-{secrets.token_hex(8)}"


@pytest.fixture
def other_shop():
    return f"other-{secrets.token_hex(8)}"


@pytest.fixture
def address():
    """Limits are counted by address: each test comes from one of its own."""
    return "127.{}.{}.{}".format(*secrets.token_bytes(3))


@dataclass(frozen=True)
class Key:
    """A token of some shop and the headers that carry it."""

    shop: str
    id: str
    bearer: str

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.bearer}"}


@pytest.fixture
def access(store):
    return Access(store.records)


@pytest.fixture
def key_for(access):
    def make(shop, role=Role.owner, name="测试"):
        token, bearer = access.create_token(shop, name, role)
        return Key(shop, token.id, bearer)

    return make


@pytest.fixture
def owner(key_for, shop):
    return key_for(shop)


@pytest.fixture
def anyone(app, address):
    """A client without a token."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


@pytest.fixture
def client(app, address, owner):
    """A client that is the shop's owner."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    return client


@pytest.fixture
def work(ports, store, shop):
    """Does everything that waits, as a worker would; how much it was."""

    def run():
        comparing = Comparing(ports.records, ports.blobs, ports.vision)
        waiting = store.records.find(shop, Index.comparison_state, ComparisonState.pending.value)
        for comparison_id in waiting:
            comparing.run(shop, comparison_id)
        return len(waiting)

    return run
