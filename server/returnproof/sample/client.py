"""The HTTP client of the sample shop: the same routes, the same rights as anybody's."""

import json
import time
import uuid
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

_SECONDS: Final = 60
_TRIES: Final = 30
# Busy, starting, or out of room for the moment: asked again. Everything else is final.
_LATER: Final = frozenset({429, 502, 503, 504, 507})
_MOST_PAUSE: Final = 10.0


class Refused(Exception):  # noqa: N818 - reads as what it says
    """The server said no; `problem` is its answer."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('title', '')} {problem.get('detail', '')}".strip())
        self.status = status
        self.problem = problem


class Client:
    """JSON in, JSON out. `wait` is how a pause is made."""

    def __init__(self, server: str, token: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._base = server.rstrip("/") + "/api/v1/"
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Accept-Language": "zh-CN",
            "ReturnProof-Contract": "1",
        }
        self._wait = wait
        # Straight to the server: a proxy of the environment has no business with it.
        self._opener: OpenerDirector = build_opener(ProxyHandler({}))

    def get(self, path: str) -> dict[str, Any] | None:
        """None when there is no such record."""
        try:
            return self._ask("GET", path, None, {})
        except Refused as refused:
            if refused.status == 404:  # noqa: PLR2004 - HTTP
                return None
            raise

    def put(self, path: str, document: dict[str, Any]) -> dict[str, Any]:
        return self._ask(
            "PUT", path, json.dumps(document).encode(), {"Content-Type": "application/json"}
        )

    def upload(self, path: str, files: list[Path]) -> dict[str, Any]:
        boundary = uuid.uuid4().hex
        body = b"".join(_part(boundary, file) for file in files) + f"--{boundary}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask("POST", path, body, kind)

    def _ask(
        self, method: str, path: str, body: bytes | None, more: dict[str, str]
    ) -> dict[str, Any]:
        pause = 0.2
        for attempt in range(1, _TRIES + 1):
            request = Request(self._base + path, body, {**self._headers, **more}, method=method)  # noqa: S310
            try:
                with self._opener.open(request, timeout=_SECONDS) as response:
                    return dict(json.load(response))
            except HTTPError as error:
                if error.code not in _LATER or attempt == _TRIES:
                    raise Refused(error.code, _problem(error)) from error
                pause = float(error.headers.get("Retry-After") or pause)
            except (URLError, HTTPException, OSError):
                if attempt == _TRIES:
                    raise
            self._wait(min(pause, _MOST_PAUSE))
            pause *= 1.6
        raise AssertionError("the last try returns or raises")


def _problem(error: HTTPError) -> dict[str, Any]:
    try:
        return dict(json.load(error))
    except (ValueError, TypeError):
        return {}


def _part(boundary: str, file: Path) -> bytes:
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return head.encode() + file.read_bytes() + b"\r\n"
