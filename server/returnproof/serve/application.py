"""The Flask app of the web process, with its ports made real."""

import atexit
import signal
import threading
from contextlib import ExitStack
from types import FrameType
from typing import Any

from flask import Flask

from returnproof.api import events, metrics
from returnproof.api.wiring import Ports
from returnproof.app import create_app
from returnproof.config import Settings
from returnproof.serve.queue_metrics import QueueMetrics
from returnproof.serve.wiring import wired
from returnproof.services.preparing import Preparing
from returnproof.storage.queue import RedisQueue
from returnproof.storage.standing import StoreHealth

# Pictures read at the same time: uploads wait for their facts, and two cores are common.
_VISION_CHILDREN = 2


def application(settings: Settings) -> Flask:
    """Raises CannotOpen, StorageUnavailable: the supervisor tries again."""
    stack = ExitStack()
    atexit.register(stack.close)
    parts = stack.enter_context(wired(settings, children=_VISION_CHILDREN))
    ports = Ports(
        records=parts.store.records,
        blobs=parts.store.blobs,
        queue=parts.queue,
        vision=parts.vision,
        volatile_url=_for_limits(parts.queue_url) if parts.queue_url else "memory://",
        health=StoreHealth(parts.store, parts.queue, settings.free_space_floor),
        ahead=Preparing(parts.store.blobs, parts.vision),
    )
    app = create_app(settings, ports)
    if isinstance(parts.queue, RedisQueue):
        app.extensions[metrics.EXTENSION].registry.register(QueueMetrics(parts.queue))
    return app


def _for_limits(url: str) -> str:
    """The limiter's library has a word of its own for a Unix socket."""
    return f"redis+{url}" if url.startswith("unix:") else url


def end_streams_on_stop(worker: Any) -> None:
    """Event streams never end by themselves: without this a stop would wait for all of them."""
    streams = worker.wsgi.extensions[events.EXTENSION]
    graceful = signal.getsignal(signal.SIGTERM)

    def handle(number: int, frame: FrameType | None) -> None:
        # On a thread: the interrupted main thread may hold the lock that closing needs.
        threading.Thread(target=streams.close, daemon=True).start()
        if callable(graceful):
            graceful(number, frame)

    signal.signal(signal.SIGTERM, handle)
    signal.siginterrupt(signal.SIGTERM, False)  # noqa: FBT003 - the system's own signature
