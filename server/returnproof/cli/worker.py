"""`returnproof worker`: one comparison worker, as `serve` and a container start it."""

from collections.abc import Callable
from typing import Any

import click

from returnproof import logs
from returnproof.cli.failure import Refused
from returnproof.cli.options import CONTEXT, serve_options, settings_of
from returnproof.cli.speech import say
from returnproof.serve.parent import follow_parent
from returnproof.serve.queue_clients import blocking_client
from returnproof.serve.wiring import wired
from returnproof.services.comparing import Comparing
from returnproof.services.preparing import Preparing
from returnproof.storage.queue import NoQueue
from returnproof.worker import work


@click.command("worker", context_settings=CONTEXT, help=say("help.worker"))
@serve_options
def command(**given: Any) -> None:
    follow_parent()
    logs.configure_process()
    settings = settings_of(given)
    with wired(settings, children=1) as parts:
        if parts.queue_url is None or isinstance(parts.queue, NoQueue):
            raise Refused("worker.no_queue")
        records = parts.store.records
        comparing = Comparing(
            records, parts.store.blobs, parts.vision, parts.queue.enqueue_closer_look
        )

        def prepares(busy: Callable[[], bool]) -> Preparing:
            return Preparing(parts.store.blobs, parts.vision, busy=busy)

        work(blocking_client(parts.queue_url), parts.queue, records, comparing, prepares)
