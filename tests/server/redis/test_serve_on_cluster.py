"""The whole server on a Redis Cluster: records there, the queue on a Redis of its own."""

import json

from tests.server.pictures import jpeg
from tests.server.redis.servers import cluster
from tests.server.serve.served import Client, Served, command
from tests.server.waiting import eventually


def _client(served, shop, url):
    where = ("--redis-url", url, "--data-dir", served.data_dir)
    made = command("token", "create", "--shop", shop, "--name", "t", "--json", *where)
    assert made.returncode == 0, made.stderr
    return Client(served.address, json.loads(made.stdout)["token"])


def test_photos_of_several_shops_are_taken_and_compared_on_a_cluster(tmp_path):
    picture = tmp_path / "a.jpg"
    picture.write_bytes(jpeg(1))
    options = ("--appendonly", "yes", "--appendfsync", "always")
    with cluster(tmp_path / "cluster", options) as nodes:
        arguments = ("--redis-url", nodes[0].url, "--workers", "1")
        with Served(tmp_path / "data", *arguments) as served:
            eventually(lambda: any("appendfsync always" in line for line in served.output))
            for shop in ("one", "two", "three"):
                client = _client(served, shop, nodes[0].url)
                client.pack("O1", picture)
                client.open_case("R1", "O1")
                client.claim("R1", picture)
                client.await_states("R1", "done")
        spread = [node.client.dbsize() for node in nodes]
        assert sum(size > 5 for size in spread) > 1, spread
        assert not (tmp_path / "data" / "redis" / "appendonlydir").exists()
