"""The same records over each Redis that serves: embedded 6.2, the machine's own, a cluster."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.server.redis import servers

from returnproof.storage.connection import connect
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.records import RedisRecords

DURABLE = ("--appendonly", "yes", "--appendfsync", "always")


@contextmanager
def _embedded(directory: Path) -> Iterator[str]:
    server = EmbeddedRedis(directory, durable=True, installed=[servers.bundled()])
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


@contextmanager
def _standalone(directory: Path) -> Iterator[str]:
    server = servers.Server(directory, DURABLE)
    with servers.running(server):
        yield server.url


@contextmanager
def _cluster(directory: Path) -> Iterator[str]:
    with servers.cluster(directory, DURABLE) as nodes:
        yield nodes[0].url


KINDS = {"embedded": _embedded, "standalone": _standalone, "cluster": _cluster}


@pytest.fixture(scope="session", params=list(KINDS))
def redis_url(request, tmp_path_factory) -> Iterator[str]:
    with KINDS[request.param](tmp_path_factory.mktemp(request.param)) as url:
        yield url


@pytest.fixture(scope="session")
def shared_records(redis_url) -> Iterator[RedisRecords]:
    client = connect(redis_url)
    yield RedisRecords(client)
    client.close()


@pytest.fixture
def records(shared_records) -> RedisRecords:
    return shared_records


@pytest.fixture
def shop() -> str:
    """Nobody else's, so that tests share a server."""
    return f"shop-{secrets.token_hex(4)}"


@pytest.fixture
def open_redis(tmp_path):
    """Starts an embedded Redis in a directory of the test; all are stopped at its end."""
    started = []

    def start(*binaries, directory=tmp_path / "redis", durable=True):
        server = EmbeddedRedis(directory, durable=durable, installed=binaries or None)
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def no_other_shops(records):
    """For tests that look at everything: other tests left shops, and must not meet these."""
    _remove_shops(records)
    yield
    _remove_shops(records)


def _remove_shops(records):
    for shop in records.shops():
        records.delete_shop(shop)
