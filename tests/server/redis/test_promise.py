"""Which promise of durability a server makes, and that a replica has what was acknowledged."""

import os
import signal

import pytest
from tests.server.redis import samples
from tests.server.redis.servers import Server, cluster, running
from tests.server.waiting import eventually

from returnproof import contract
from returnproof.domain.case import Case
from returnproof.domain.errors import StorageUnavailable
from returnproof.services.records import Commit
from returnproof.storage import replicas
from returnproof.storage.connection import connect
from returnproof.storage.errors import CannotOpen
from returnproof.storage.promise import Durability, Promise, read_promise, require_version
from returnproof.storage.records import RedisRecords

ALWAYS = ("--appendonly", "yes", "--appendfsync", "always")


@pytest.mark.parametrize(
    ("options", "durability"),
    [
        (ALWAYS, Durability.always),
        (("--appendonly", "yes", "--appendfsync", "everysec"), Durability.everysec),
        (("--appendonly", "yes", "--appendfsync", "no"), Durability.system),
        (("--appendonly", "no"), Durability.memory),
        (
            (*ALWAYS, "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"),
            Durability.evicting,
        ),
        ((*ALWAYS, "--maxmemory-policy", "allkeys-lru"), Durability.always),
        (
            (*ALWAYS, "--maxmemory", "64mb", "--maxmemory-policy", "volatile-lru"),
            Durability.always,
        ),
        ((*ALWAYS, "--rename-command", "CONFIG", ""), Durability.unknown),
    ],
)
def test_the_promise_is_that_of_the_settings(tmp_path, options, durability):
    with running(server := Server(tmp_path, options)):
        client = connect(server.url)
        promise = read_promise(client, embedded=False)
        client.close()
    assert promise.durability is durability
    assert promise.kept is (durability is Durability.always)
    assert (promise.cluster, promise.replicated) == (False, False)


def test_who_may_not_look_gets_no_promise_and_may_work(tmp_path):
    with running(server := Server(tmp_path, ALWAYS)):
        rules = ["on", ">x", "~rp:*", "+@all", "-@admin", "-@dangerous"]
        server.client.execute_command("ACL", "SETUSER", "shop", *rules)
        client = connect(f"redis://shop:x@127.0.0.1:{server.port}")
        assert read_promise(client, embedded=False).durability is Durability.unknown
        RedisRecords(client).commit("shop", Commit(writes=[samples.case()]))
        assert RedisRecords(client).get("shop", Case, "refund-1")
        client.close()


@pytest.mark.parametrize(
    ("version", "fits"), [("6.2.0", True), ("8.2.1", True), ("6.0.16", False), ("?", True)]
)
def test_a_redis_that_is_too_old_is_refused_in_words(version, fits):
    promise = Promise(Durability.always, version, cluster=False, replicated=False)
    if fits:
        require_version(promise)
    else:
        with pytest.raises(CannotOpen, match=r"6\.0\.16; 6\.2\.0 or newer"):
            require_version(promise)


@pytest.mark.parametrize("durability", Durability)
def test_every_promise_has_its_words(durability):
    key = f"promise.{durability}"
    assert all(contract.text(key, language) != key for language in contract.LANGUAGES)


def test_a_cluster_promises_what_its_weakest_node_does(tmp_path):
    with cluster(tmp_path, ALWAYS) as nodes:
        client = connect(nodes[0].url)
        strong = read_promise(client, embedded=False)
        nodes[1].client.config_set("appendfsync", "everysec")
        weak = read_promise(client, embedded=False)
        client.close()
    assert (strong.durability, strong.cluster) == (Durability.always, True)
    assert weak.durability is Durability.everysec


def test_a_cluster_can_be_named_by_several_of_its_nodes(tmp_path):
    with cluster(tmp_path) as nodes:
        gone = Server(tmp_path / "gone").port
        client = connect(f"redis+cluster://127.0.0.1:{gone},127.0.0.1:{nodes[2].port}")
        records = RedisRecords(client)
        for number in range(6):
            records.commit(f"shop-{number}", Commit(writes=[samples.case()]))
        assert read_promise(client, embedded=False).cluster
        client.close()
        with pytest.raises(StorageUnavailable) as told:
            connect(f"redis+cluster://127.0.0.1:{gone}")
        assert told.value.members["cause"] == "cluster-down"


@pytest.fixture
def pair(tmp_path, monkeypatch):
    """A primary, and a replica that follows it."""
    monkeypatch.setattr(replicas, "_TOPOLOGY_SECONDS", 0.0)
    primary = Server(tmp_path / "primary", ("--repl-diskless-sync-delay", "0"))
    replica = Server(tmp_path / "replica")
    with running(primary, replica):
        replica.client.replicaof("127.0.0.1", primary.port)
        eventually(lambda: "online" in str(primary.client.info("replication").get("slave0")))
        yield primary, replica


def test_an_acknowledged_write_is_on_the_replica(pair):
    primary, replica = pair
    client, behind = connect(primary.url), connect(replica.url)
    records = RedisRecords(client)
    for number in range(20):
        records.commit("shop", Commit(writes=[samples.case(f"r{number}")]))
        assert RedisRecords(behind).get("shop", Case, f"r{number}")
    assert read_promise(client, embedded=False).replicated
    client.close()
    behind.close()


def test_a_replica_that_does_not_confirm_means_no_acknowledgement(pair, monkeypatch):
    monkeypatch.setattr(replicas, "_WAIT_MILLISECONDS", 300)
    primary, replica = pair
    records = RedisRecords(client := connect(primary.url))
    os.kill(replica.process.pid, signal.SIGSTOP)
    with pytest.raises(StorageUnavailable) as told:
        records.commit("shop", Commit(writes=[samples.case()]))
    assert told.value.members["cause"] == "not-replicated"
    os.kill(replica.process.pid, signal.SIGCONT)
    eventually(lambda: _accepted(records))
    client.close()


def test_a_replica_that_is_gone_does_not_stop_the_shop(pair):
    primary, replica = pair
    records = RedisRecords(client := connect(primary.url))
    replica.stop()
    records.commit("shop", Commit(writes=[samples.case()]))
    assert not read_promise(client, embedded=False).replicated
    client.close()


def test_in_a_cluster_too_a_replica_has_what_was_acknowledged(tmp_path, monkeypatch):
    monkeypatch.setattr(replicas, "_TOPOLOGY_SECONDS", 0.0)
    options = ("--cluster-enabled", "yes", "--repl-diskless-sync-delay", "0")
    with cluster(tmp_path, ("--repl-diskless-sync-delay", "0")) as nodes:
        fourth = Server(tmp_path / "fourth", options)
        with running(fourth):
            fourth.client.execute_command("CLUSTER MEET", "127.0.0.1", nodes[0].port)
            owner = nodes[1].client.execute_command("CLUSTER MYID").decode()
            eventually(lambda: owner in str(fourth.client.execute_command("CLUSTER NODES")))
            eventually(lambda: _replicate(fourth, owner))
            eventually(lambda: "online" in str(nodes[1].client.info("replication").get("slave0")))
            client = connect(nodes[0].url)
            records = RedisRecords(client)
            for number in range(12):  # several shops, so that every node gets some
                records.commit(f"shop-{number}", Commit(writes=[samples.case()]))
            there = {key.decode() for key in nodes[1].client.scan_iter("*doc*")}
            assert there
            assert there <= {key.decode() for key in fourth.client.scan_iter("*doc*")}
            assert not read_promise(client, embedded=False).replicated
            client.close()


def _accepted(records):
    try:
        records.commit("shop", Commit(touched=["r"]))
    except StorageUnavailable:
        return False
    return True


def _replicate(node, owner):
    try:
        return node.client.execute_command("CLUSTER REPLICATE", owner)
    except Exception:  # noqa: BLE001 -- until the nodes know each other
        return False
