"""A shop's event stream, listened to beside a browser that does the same."""

import http.client
import threading
from urllib.parse import urlsplit


class News:
    """Counts what happened; asking the server again and again would take the cores measured."""

    def __init__(self, server: str, token: str) -> None:
        parts = urlsplit(server)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self._connection.request(
            "GET", "/api/v1/events", headers={"Authorization": f"Bearer {token}"}
        )
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200
        self.count = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while line := self._answer.readline():
                self.count += line.startswith(b"event: comparison.changed")
        except (OSError, ValueError, AttributeError):
            return  # closed

    def close(self) -> None:
        self._connection.close()
