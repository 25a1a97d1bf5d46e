"""The smallest honest HTTP client: keep-alive, one request at a time, the answer read whole."""

import http.client
import json
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# The server closes a connection that is idle for longer, and drawing pictures takes a while.
_IDLE_SECONDS = 1.0


@dataclass
class Client:
    """One connection of one device to one server."""

    server: str
    token: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.server)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        self._used = time.monotonic()

    def send(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        if time.monotonic() - self._used > _IDLE_SECONDS:
            self._connection.close()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._used = time.monotonic()
        parsed = json.loads(content) if "json" in (answer.headers["Content-Type"] or "") else None
        return answer.status, parsed

    def put(self, path: str, body: dict[str, Any]) -> Any:
        status, answer = self.send("PUT", path, json.dumps(body).encode())
        assert status in {200, 201}, (status, answer)
        return answer

    def upload(self, path: str, files: Iterable[Path]) -> Any:
        boundary = uuid.uuid4().hex
        body = b"".join(
            b'--%b\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n%b\r\n"
            % (boundary.encode(), file.name.encode(), file.read_bytes())
            for file in files
        )
        body += b"--%b--\r\n" % boundary.encode()
        status, answer = self.send("POST", path, body, f"multipart/form-data; boundary={boundary}")
        assert status == 201, (status, answer)
        return answer
