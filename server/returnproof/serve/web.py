"""The web process: gunicorn with one gthread worker (docs/decisions/wsgi-server.md)."""

import os
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from returnproof.config import Settings
from returnproof.serve.listener import BACKLOG, GRACE_SECONDS
from returnproof.serve.refusals import Worker

# Every open event stream holds a thread; 128 may be open, and requests need theirs beside them.
STREAM_THREADS = 128
REQUEST_THREADS = 48
# Longer than the browser's pause between two polls, so that it finds its connection open.
KEEPALIVE_SECONDS = 30

# Until the application is loaded: a large store is read before it can be opened.
_LOADING_SECONDS = 300

Application = Callable[..., Any]


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn, configured here alone: no file, no command line, no control socket."""

    def __init__(self, settings: Settings, listener: int | None, gate: int | None = None) -> None:
        self._settings = settings
        self._listener = listener
        self._gate = gate
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        """In the worker process only, so that the master stays small."""
        from returnproof.logs import configure_process  # noqa: PLC0415
        from returnproof.serve.application import application  # noqa: PLC0415

        configure_process()
        if self._gate is not None:
            os.read(self._gate, 1)  # its end is there when `serve` has opened the store
        return application(self._settings)

    def own_url(self) -> str:
        """Of the pages that problems name. In the worker process only."""
        from returnproof.api.authorities import own_url  # noqa: PLC0415

        return own_url(self._settings)

    def _options(self) -> dict[str, Any]:
        return {
            "bind": [self._address()],
            "worker_class": Worker,
            "workers": 1,
            "threads": STREAM_THREADS + REQUEST_THREADS,
            "worker_connections": 1000,
            "backlog": BACKLOG,
            "timeout": _LOADING_SECONDS,
            "keepalive": KEEPALIVE_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "control_socket_disable": True,
            "proc_name": "returnproof-web",
            "loglevel": "warning",
            "post_worker_init": _end_streams_on_stop,
        }

    def _address(self) -> str:
        if self._listener is not None:
            return f"fd://{self._listener}"
        host = self._settings.host
        return f"[{host}]:{self._settings.port}" if ":" in host else f"{host}:{self._settings.port}"


def _end_streams_on_stop(worker: Any) -> None:
    from returnproof.serve.application import end_streams_on_stop  # noqa: PLC0415

    end_streams_on_stop(worker)
