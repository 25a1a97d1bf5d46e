"""Asks our own web whether it answers, the way a browser would."""

import http.client
import json
from contextlib import closing
from typing import Any

_PATIENCE_SECONDS = 2.0


def ask(host: str, port: int, path: str) -> tuple[int, dict[str, Any]] | None:
    """(status, JSON object) of a GET, None while nothing answers."""
    try:
        with closing(http.client.HTTPConnection(host, port, timeout=_PATIENCE_SECONDS)) as asked:
            asked.request("GET", path, headers={"Accept": "application/json"})
            answer = asked.getresponse()
            document = json.loads(answer.read() or b"{}")
    except (OSError, http.client.HTTPException, ValueError):
        return None
    return answer.status, document if isinstance(document, dict) else {}


def reachable(host: str) -> str:
    """An address to reach a listener by that listens on all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def address(host: str, port: int) -> str:
    """`http://host:port` as people write it."""
    reached = reachable(host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"
