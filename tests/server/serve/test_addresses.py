"""`serve` with a Redis of somebody else's: single, weak, gone for a while, or a cluster."""

from tests.server.redis.servers import Server, cluster, running
from tests.server.serve.served import command
from tests.server.waiting import eventually

DURABLE = ("--appendonly", "yes", "--appendfsync", "always")


def works(served, picture):
    client = served.client()
    client.pack("O1", picture(1))
    client.open_case("R1", "O1")
    client.claim("R1", picture(2))
    client.await_states("R1", "done")
    return client


def test_everything_works_on_a_redis_cluster_with_a_queue_of_serve_s_own(serve, tmp_path, picture):
    with cluster(tmp_path / "cluster", DURABLE) as nodes:
        # Stopped before the nodes are: a worker may still write its last result.
        served = serve("--redis-url", nodes[0].url)
        works(served, picture)
        assert served.processes("/redis/redis.sock") == []
        assert len(served.processes("/queue/redis.sock")) == 1
        served.stop()


def test_a_cluster_is_refused_as_queue_in_words(data_dir, tmp_path):
    with cluster(tmp_path / "cluster") as nodes:
        done = command("serve", "--port", "0", "--data-dir", data_dir, "--queue-url", nodes[0].url)
    assert done.returncode == 3
    assert "cluster" in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_a_redis_that_keeps_less_is_named_in_the_start_message(serve, tmp_path):
    with running(weak := Server(tmp_path / "weak")):
        served = serve("--redis-url", weak.url)
        eventually(lambda: any("appendonly yes" in line for line in served.output))
        served.stop()


def test_serve_recovers_by_itself_when_its_redis_was_gone(serve, tmp_path, picture):
    with running(lost := Server(tmp_path / "lost", DURABLE)):
        served = serve("--redis-url", lost.url, "--queue-url", lost.url)
        client = works(served, picture)
        lost.stop()
        assert client.ask("GET", "/api/v1/cases/R1").status_code == 503
        lost.start()
        eventually(lambda: client.ask("GET", "/api/v1/cases/R1").status_code == 200)
        client.claim("R1", picture(3))
        client.await_states("R1", "done", "done")
        served.stop()


def test_a_redis_that_does_not_answer_at_the_start_is_said_in_words(data_dir, tmp_path):
    with running(closed := Server(tmp_path / "closed")):
        pass
    done = command("serve", "--port", "0", "--data-dir", data_dir, "--redis-url", closed.url)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
