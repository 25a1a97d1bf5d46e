"""Everything but `serve` may die at any moment; and `serve` too."""

import psutil
import pytest
from tests.server.serve.served import Served
from tests.server.waiting import eventually


def _other(served, word, old):
    return eventually(lambda: [each for each in served.processes(word) if each.pid != old.pid])


@pytest.mark.parametrize("word", ["/redis/redis.sock", "/queue/redis.sock", "web", "worker"])
def test_a_killed_child_is_replaced_and_nothing_is_lost(serve, picture, word):
    served = serve()
    client = served.client()
    packed = client.pack("O1", picture(1))
    killed = eventually(lambda: served.processes(word))[0]
    killed.kill()
    _other(served, word, killed)
    eventually(lambda: _shipment(client, "O1") == packed)
    client.open_case("R1", "O1")
    client.claim("R1", picture(1))
    client.await_states("R1", "done")


def _shipment(client, order_id):
    try:
        answer = client.ask("GET", f"/api/v1/shipments/{order_id}")
    except OSError:
        return None
    return answer.json()["photos"] if answer.status_code == 200 else None


def test_after_kill_9_of_serve_its_children_end_by_themselves(serve):
    served = serve()
    eventually(lambda: served.processes("worker"))
    python = [each for each in served.processes("returnproof.cli") if each.is_running()]
    assert len(python) >= 3
    served.kill()
    eventually(lambda: not any(_runs(each) for each in python))


def test_after_kill_9_of_serve_the_next_one_takes_over(serve, data_dir, picture):
    first = serve()
    client = first.client()
    packed = client.pack("O1", picture(1))
    redis = first.processes("redis.sock")
    first.kill()
    with Served(data_dir) as second:
        assert not any(_runs(each) for each in redis)
        assert _shipment(second.client(), "O1") == packed


def test_after_kill_9_of_everything_what_was_acknowledged_is_there(serve, data_dir, picture):
    first = serve()
    packed = first.client().pack("O1", picture(1), picture(2))
    first.kill()
    first.kill_everyone()
    with Served(data_dir) as second:
        client = second.client()
        assert _shipment(client, "O1") == packed
        photo = packed[0]["id"]
        answer = client.ask("GET", f"/api/v1/photos/{photo}/original")
        assert answer.content == picture(1).read_bytes()


def _runs(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
