"""A Redis that is full, read-only, gone or slow: told in words, nothing lost, back by itself."""

import os
import shutil
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from tests.server.redis import samples
from tests.server.redis.servers import Server, bundled, machine, running
from tests.server.waiting import eventually

from returnproof import contract
from returnproof.domain.case import Case
from returnproof.domain.errors import StorageFull, StorageUnavailable
from returnproof.services.records import Commit, Index
from returnproof.storage import connection, failures
from returnproof.storage.connection import connect
from returnproof.storage.records import RedisRecords

# Far above what the tries take, far below the minutes of a hang: the machine may be busy.
SOON = 60
NOTHING = Commit(writes=[samples.case("refused")], touched=["refused"])


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path / "redis", ("--appendonly", "yes", "--appendfsync", "always"))
    with running(made):
        yield made


@pytest.fixture
def records(server, monkeypatch):
    # Short, so that silence is told soon; long enough for a busy machine's disk.
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 2.0)
    client = connect(server.url)
    records = RedisRecords(client)
    records.commit("shop", Commit(writes=[samples.case()]))
    yield records
    client.close()


def refused(records, kind, cause):
    with pytest.raises(kind) as told:
        records.commit("shop", NOTHING)
    assert told.value.members["cause"] == cause


def still_whole(records):
    """What was there is there, what was refused is not, and the next write is taken."""
    assert records.get("shop", Case, "refund-1").version == 1
    assert records.get("shop", Case, "refused") is None
    assert records.find("shop", Index.case_order, "order-1") == ("refund-1",)
    assert records.assessment_epochs("shop", ["refused"]) == [0]
    records.commit("shop", NOTHING)
    assert records.get("shop", Case, "refused").version == 1


@pytest.mark.parametrize("binary", [bundled, machine])
def test_out_of_memory_refuses_the_whole_commit(tmp_path, binary):
    with running(server := Server(tmp_path, binary=binary())):
        records = RedisRecords(client := connect(server.url))
        records.commit("shop", Commit(writes=[samples.case()]))
        server.client.config_set("maxmemory", 1)
        refused(records, StorageFull, "out-of-memory")
        assert records.get("shop", Case, "refund-1").version == 1
        server.client.config_set("maxmemory", 0)
        still_whole(records)
        client.close()


@pytest.mark.parametrize("binary", [bundled, machine])
def test_a_replica_is_read_only(tmp_path, binary):
    chosen = binary()
    primary, replica = Server(tmp_path / "1", binary=chosen), Server(tmp_path / "2", binary=chosen)
    with running(primary, replica):
        records = RedisRecords(client := connect(replica.url))
        records.commit("shop", Commit(writes=[samples.case()]))
        replica.client.execute_command("CONFIG", "SET", "replica-serve-stale-data", "yes")
        replica.client.replicaof("127.0.0.1", 1)
        refused(records, StorageUnavailable, "read-only")
        replica.client.execute_command("REPLICAOF", "NO", "ONE")
        still_whole(records)
        client.close()


def test_a_disk_that_redis_cannot_write_is_told_as_full(server, records):
    shutil.rmtree(server.directory)
    server.client.config_set("save", "1 1")
    server.client.bgsave()
    eventually(lambda: server.client.info("persistence")["rdb_last_bgsave_status"] == "err")
    refused(records, StorageFull, "disk")
    server.client.config_set("save", "")
    still_whole(records)


def test_a_redis_that_is_gone_is_found_again_when_it_is_back(server, records):
    server.stop()
    before = time.monotonic()
    refused(records, StorageUnavailable, "unreachable")
    with pytest.raises(StorageUnavailable):
        records.get("shop", Case, "refund-1")
    assert time.monotonic() - before < SOON
    server.start()
    still_whole(records)


def test_a_redis_that_does_not_answer_is_an_error_not_a_wait(server, records):
    os.kill(server.process.pid, signal.SIGSTOP)
    before = time.monotonic()
    refused(records, StorageUnavailable, "slow")
    assert time.monotonic() - before < SOON
    os.kill(server.process.pid, signal.SIGCONT)
    # The refused commit was on its way and may have been done once Redis woke up: 503 says that
    # nothing was acknowledged, not that nothing was done. Asking again finds out which.
    eventually(lambda: records.get("shop", Case, "refused"))
    assert records.get("shop", Case, "refused").version == 1
    assert records.get("shop", Case, "refund-1").version == 1


def test_a_full_disk_refuses_before_redis_is_asked(server):
    def no_room():
        raise StorageFull(cause="disk")

    client = connect(server.url)
    with pytest.raises(StorageFull):
        RedisRecords(client, no_room).commit("shop", NOTHING)
    assert client.dbsize() == 0
    assert RedisRecords(client, no_room).delete_shop("shop") == 0  # makes room
    client.close()


class Scissors:
    """A way to a server that swallows the answer to the next commit and cuts the line."""

    def __init__(self, port):
        self._target = port
        self.armed = False
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near):
        with near, socket.create_connection(("127.0.0.1", self._target)) as far:
            while request := near.recv(1 << 16):
                far.sendall(request)
                answer = far.recv(1 << 16)
                if self.armed and b"EVAL" in request and answer.startswith(b"$"):
                    self.armed = False
                    self.cuts += 1
                    return
                near.sendall(answer)

    def close(self):
        self._listener.close()


def test_a_commit_whose_answer_was_lost_is_done_once(server, records):
    scissors = Scissors(server.port)
    client = connect(f"redis://127.0.0.1:{scissors.port}")
    through = RedisRecords(client)
    through.commit("shop", Commit(touched=["warm"]))
    scissors.armed = True
    through.commit("shop", Commit(writes=[samples.case("lost")], touched=["lost"]))
    assert scissors.cuts == 1
    assert records.get("shop", Case, "lost").version == 1
    assert records.assessment_epochs("shop", ["lost"]) == [1]
    client.close()
    scissors.close()


@pytest.mark.parametrize(
    "cause", sorted({cause for _, cause in (*failures._WORDS, *failures._CLASSES)})
)
def test_every_cause_has_its_words_and_its_line_on_the_problems_page(cause):
    error = StorageFull if cause in failures._FULL else StorageUnavailable
    assert contract.has_text(f"problem.{error.type}.{cause}")
    page = Path(__file__).parents[3] / "docs" / "problems" / f"{error.type}.md"
    assert f"`{cause}`" in page.read_text()
