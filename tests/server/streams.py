"""Many event streams on one thread, and the time other requests take beside them."""

import contextlib
import http.client
import select
import socket
import statistics
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Crowd:
    """`count` open streams on a live server, read by one selector loop."""

    host: str
    port: int
    bearer: str
    count: int
    sockets: list[socket.socket] = field(default_factory=list)
    received: dict[int, bytes] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self):
        for _ in range(self.count):
            opened = socket.create_connection((self.host, self.port), timeout=20)
            opened.sendall(
                f"GET /api/v1/events HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
                f"Authorization: Bearer {self.bearer}\r\n\r\n".encode()
            )
            opened.settimeout(0)
            self.sockets.append(opened)
            self.received[opened.fileno()] = b""
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.thread.join(5)
        for opened in self.sockets:
            opened.close()

    def _read(self):
        poll = select.poll()
        by_number = {opened.fileno(): opened for opened in self.sockets}
        for number in by_number:
            poll.register(number, select.POLLIN)
        while not self.closing.is_set():
            for number, _ in poll.poll(100):
                with contextlib.suppress(OSError):
                    got = by_number[number].recv(65536)
                    self.received[number] += got
                    if not got:
                        poll.unregister(number)
                        self.received[number] += b"<end>"

    def having(self, text):
        return sum(text in received for received in self.received.values())

    def wait(self, text, seconds=60):
        """How many streams got `text`, at once when all did."""
        deadline = time.monotonic() + seconds
        while self.having(text) < self.count and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.having(text)


def request_times(host, port, bearer, number, path="/api/v1/me"):
    """Seconds of each of `number` requests on one kept connection."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    times = []
    for _ in range(number):
        started = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {bearer}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append(time.perf_counter() - started)
    connection.close()
    return times


def p95(times):
    return statistics.quantiles(times, n=20)[-1]
