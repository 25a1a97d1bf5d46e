"""Requests written by hand, as no client of ours sends them: each is told in problem+json."""

import json
import socket
from urllib.parse import urlsplit

from tests.server.waiting import LONG

JSON = "Content-Type: application/json"
CHUNKED = "Transfer-Encoding: chunked"


def exchange(served, request):
    """Status, headers in lower case and the document of the answer; then nothing more is sent."""
    at = urlsplit(served.address)
    with socket.create_connection((at.hostname, at.port), LONG) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while data := connection.recv(65536):
            received += data
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(status.split()[1]), headers, json.loads(body)


def request(method, target, *headers, body=b""):
    lines = (f"{method} {target} HTTP/1.1", "Host: localhost", *headers, "", "")
    return "\r\n".join(lines).encode() + body


def told(served, sent, status):
    found, headers, problem = exchange(served, sent)
    assert found == status, problem
    assert headers["content-type"] == "application/problem+json"
    assert problem["type"].endswith("/problems/malformed")
    assert problem["status"] == status
    assert set(problem) == {"type", "title", "status", "detail", "instance"}
    return problem


def test_what_cannot_be_read_is_told_and_changes_nothing(serve):
    served = serve()
    key = f"Authorization: Bearer {served.token()}"
    shipment = "/api/v1/shipments/x"
    # Refused before there is an application.
    problem = told(served, request("GET", "/" + "a" * 10_000), 414)
    assert problem["type"].startswith(f"{served.address}/problems/")
    told(served, request("GET", "/", f"X-Long: {'a' * 20_000}"), 431)
    secret = told(served, request("GET", "/", "buyer 4711: x"), 400)
    assert "4711" not in json.dumps(secret)
    assert "4711" not in "".join(served.output)
    told(served, b"buyer-4711\r\n\r\n", 400)
    # Refused while the application reads.
    for chunks in (b"zz\r\n{}\r\n0\r\n\r\n", b"2\r\n{}", b"2\r\n{}xx0\r\n\r\n", b"5\r\n{}"):
        told(served, request("PUT", shipment, key, JSON, CHUNKED, body=chunks), 400)
    told(served, request("PUT", shipment, key, JSON, "Content-Length: 50", body=b"{}"), 400)
    form = "Content-Type: multipart/form-data; boundary=x"
    for target in (f"{shipment}/photos", "/session"):
        told(served, request("POST", target, key, form, CHUNKED, body=b"zz\r\n"), 400)
    status, _, _ = exchange(served, request("GET", shipment, key))
    assert status == 404
    assert "Traceback" not in "".join(served.output)
