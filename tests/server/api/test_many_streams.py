"""100 open streams on the real server: all hear, others are answered, a stop ends them."""

import http.client
import json

import pytest
from tests.e2e.server import Server
from tests.server.streams import Crowd, request_times

# How much the others slow down is a figure of `make bench`, not a test.
STREAMS = 100


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path / "data").start()
    yield running
    running.stop()


@pytest.fixture
def bearer(server):
    return server.token("streams")


def put_case(server, bearer, refund_id):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
    body = json.dumps({"order_id": "O1"})
    connection.request("PUT", f"/api/v1/cases/{refund_id}", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_hundred_streams_hear_and_the_others_are_answered(server, bearer):
    place = ("127.0.0.1", server.port, bearer)
    for number in range(3):
        with Crowd(*place, STREAMS) as crowd:
            assert crowd.wait(b"event: ready") == STREAMS
            assert len(request_times(*place, 200)) == 200
            assert put_case(server, bearer, f"R{number}") == 201
            assert crowd.wait(f'"refund_id":"R{number}"'.encode()) == STREAMS


def test_a_stop_ends_the_streams_instead_of_waiting_for_them(server, bearer):
    with Crowd("127.0.0.1", server.port, bearer, 20) as crowd:
        assert crowd.wait(b"event: ready") == 20
        server.stop()
        # Asked to end by a signal, not killed after it did not.
        assert server.ended == 0
        assert crowd.wait(b"<end>") == 20
