"""One door to the store, for `serve` and for commands beside it or alone."""

import subprocess
import sys
import threading
import time

import pytest
from tests.server.redis import samples
from tests.server.waiting import eventually

from returnproof.config import Settings
from returnproof.domain.case import Case
from returnproof.domain.errors import StorageFull, StorageUnavailable
from returnproof.services.records import Commit
from returnproof.storage import migrations
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.errors import StoreInUse, StoreTooNew
from returnproof.storage.opening import open_store
from returnproof.storage.promise import Durability

COMMIT = Commit(writes=[samples.case()])


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", free_space_floor=0)


def test_a_command_alone_starts_redis_and_leaves_none_behind(settings):
    with open_store(settings) as store:
        store.records.commit("shop", COMMIT)
        assert [server.alive() for server in store.servers] == [True]
        assert store.queue_url is None
        [server] = store.servers
    assert not server.alive()
    with open_store(settings) as store:
        assert store.records.get("shop", Case, "refund-1")


def test_a_command_beside_a_server_uses_its_redis(settings):
    with open_store(settings, "serve") as server:
        assert len(server.servers) == 2
        with open_store(settings) as command:
            assert command.servers == ()
            assert (command.redis_url, command.queue_url) == (server.redis_url, server.queue_url)
            command.records.commit("shop", COMMIT)
        assert server.records.get("shop", Case, "refund-1")
        assert server.servers[0].alive()


def test_a_second_server_ends_with_a_clear_message(settings):
    with (
        open_store(settings, "serve"),
        pytest.raises(StoreInUse, match="in use by process"),
        open_store(settings, "serve"),
    ):
        pytest.fail("two servers on one directory")


def test_a_server_and_a_command_wait_for_a_command_that_is_soon_done(settings):
    opened, done = threading.Event(), threading.Event()

    def command():
        with open_store(settings) as store:
            opened.set()
            store.records.commit("shop", COMMIT)
            time.sleep(0.5)
            done.set()

    thread = threading.Thread(target=command)
    thread.start()
    opened.wait()
    with open_store(settings, "serve") as store:
        assert done.is_set()
        assert store.records.get("shop", Case, "refund-1")
    thread.join()


def test_commands_at_once_take_turns(settings):
    script = (
        "import sys; from pathlib import Path; from returnproof.config import Settings;"
        "from returnproof.storage.opening import open_store;"
        "from returnproof.services.ports import Commit;"
        "settings = Settings(data_dir=Path(sys.argv[1]), free_space_floor=0)\n"
        "with open_store(settings) as store: store.records.commit('shop', Commit(touched=['r']))"
    )
    command = [sys.executable, "-c", script, str(settings.data_dir)]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0] * 4
    with open_store(settings) as store:
        assert store.records.assessment_epochs("shop", ["r"]) == [4]


def test_the_promise_of_our_own_redis_is_known_to_its_users_too(settings):
    with open_store(settings, "serve") as store:
        assert store.promise().durability is Durability.embedded
        inner = Settings(
            data_dir=settings.data_dir, redis_url=store.redis_url, queue_url=store.queue_url
        )
        with open_store(inner) as user:
            assert user.promise().durability is Durability.embedded
            assert user.promise().kept


def test_below_the_floor_commits_are_refused_and_reading_goes_on(settings):
    with open_store(settings, "serve") as store:
        store.records.commit("shop", COMMIT)
        full = Settings(data_dir=settings.data_dir, free_space_floor=1 << 62)
        with open_store(full) as refusing:
            with pytest.raises(StorageFull) as told:
                refusing.records.commit("shop", Commit(writes=[samples.case("r2")]))
            assert told.value.members["cause"] == "disk"
            assert refusing.records.get("shop", Case, "refund-1")
        store.records.commit("shop", Commit(writes=[samples.case("r2")]))


def test_a_restarted_redis_is_found_by_those_who_used_it(settings):
    with open_store(settings, "serve") as store, open_store(settings) as command:
        command.records.commit("shop", COMMIT)
        store.servers[0]._process.kill()
        eventually(lambda: not store.servers[0].alive())
        with pytest.raises(StorageUnavailable):
            command.records.get("shop", Case, "refund-1")
        store.servers[0].restart()
        assert command.records.get("shop", Case, "refund-1").version == 1


def test_records_of_a_newer_server_are_not_opened(settings, monkeypatch):
    with open_store(settings) as store:
        store.records.commit("shop", COMMIT)
        migrations.Migrations(store.records.door, 2, {1: lambda _, document: document}).run()
    with pytest.raises(StoreTooNew, match="newer ReturnProof"), open_store(settings):
        pytest.fail("an older server opened newer records")
    # Nobody is left behind to hold the directory.
    server = EmbeddedRedis(settings.data_dir / "redis", durable=True)
    server.start()
    server.stop()
