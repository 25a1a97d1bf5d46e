"""A cluster whose node is gone or silent: refused in time, and found again without a restart."""

import os
import signal
import time
from contextlib import contextmanager

import pytest
from tests.server.redis import samples
from tests.server.redis.servers import NODES, Server, agreed, cluster, running
from tests.server.waiting import eventually

from returnproof.domain.case import Case
from returnproof.domain.errors import StorageUnavailable
from returnproof.services.records import Commit
from returnproof.storage import connection, replicas
from returnproof.storage.connection import connect
from returnproof.storage.records import RedisRecords

SHOPS = [f"shop-{number}" for number in range(9)]
QUICK = ("--repl-diskless-sync-delay", "0")


@contextmanager
def follower(directory, primary, seed):
    """A replica of one primary."""
    made = Server(directory, ("--cluster-enabled", "yes", *QUICK))
    with running(made):
        made.client.execute_command("CLUSTER MEET", "127.0.0.1", seed.port)
        owner = primary.client.execute_command("CLUSTER MYID").decode()
        eventually(lambda: owner in str(made.client.execute_command("CLUSTER NODES")))
        made.client.execute_command("CLUSTER REPLICATE", owner)
        eventually(lambda: "online" in str(primary.client.info("replication").get("slave0")))
        yield made


def commit(records, shop):
    """Whether it was acknowledged."""
    try:
        records.commit(shop, Commit(writes=[samples.case(f"r{time.monotonic_ns()}")]))
    except StorageUnavailable:
        return False
    return True


def owns(asked, name):
    """Whether the one asked holds the named node for the owner of slots."""
    known = asked.client.execute_command("CLUSTER NODES")
    return bool(known[next(each for each in known if known[each]["node_id"] == name)]["slots"])


def of_node(node):
    there = {key.decode() for key in node.client.scan_iter("rp:*:schema")}
    return [shop for shop in SHOPS if f"rp:{{{shop}}}:schema" in there]


def test_after_a_failover_what_was_acknowledged_is_there_and_writes_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(replicas, "_TOPOLOGY_SECONDS", 0.0)
    with cluster(tmp_path, QUICK) as nodes, follower(tmp_path / "4", nodes[1], nodes[0]) as heir:
        client = connect(nodes[0].url)
        records = RedisRecords(client)
        for shop in SHOPS:
            records.commit(shop, Commit(writes=[samples.case()]))
        moved = of_node(nodes[1])
        assert moved
        eventually(lambda: all(agreed(each, NODES + 1) for each in (*nodes, heir)))
        nodes[1].stop()
        # Without the election, whose time on a busy machine is anybody's guess.
        heir.client.execute_command("CLUSTER FAILOVER", "TAKEOVER")
        name = heir.client.execute_command("CLUSTER MYID").decode()
        eventually(lambda: all(owns(each, name) for each in (nodes[0], nodes[2])))
        for shop in moved:
            eventually(lambda shop=shop: commit(records, shop))
            assert records.get(shop, Case, "refund-1").version == 1
        client.close()


def test_a_silent_node_is_an_error_in_time_and_other_shops_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 2.0)
    # A long node timeout, so that the cluster itself does not notice.
    with cluster(tmp_path, ("--cluster-node-timeout", "600000")) as nodes:
        client = connect(nodes[0].url)
        records = RedisRecords(client)
        for shop in SHOPS:
            records.commit(shop, Commit(writes=[samples.case()]))
        silent = of_node(nodes[1])
        os.kill(nodes[1].process.pid, signal.SIGSTOP)
        before = time.monotonic()
        with pytest.raises(StorageUnavailable) as told:
            records.commit(silent[0], Commit(touched=["r"]))
        # Two seconds a try; a hang would last the node timeout of ten minutes.
        assert time.monotonic() - before < 60
        assert told.value.members["cause"] == "slow"
        assert all(commit(records, shop) for shop in SHOPS if shop not in silent)
        os.kill(nodes[1].process.pid, signal.SIGCONT)
        eventually(lambda: commit(records, silent[0]))
        client.close()
