"""`returnproof sample load | remove`: a shop of drawn photos, apart from every real one."""

import os
import signal
import subprocess
import sys
from typing import Any

import click

from returnproof.cli.beside import store_settings
from returnproof.cli.existing import require_store
from returnproof.cli.failure import EXIT_INTERRUPTED, Refused
from returnproof.cli.options import CONTEXT, address_options, store_options
from returnproof.cli.speech import say, tell
from returnproof.domain.access import Role
from returnproof.sample.folder import TOKEN, is_outdated, remove_drawn
from returnproof.serve.lock import running
from returnproof.serve.parent import follow_parent
from returnproof.services.access import Access
from returnproof.services.removal import Removed, remove_shop
from returnproof.storage.opening import Store, open_store

SHOP = "sample"


@click.group("sample", help=say("help.sample"))
def command() -> None:
    """Only a name for the two below."""


@command.command("load", context_settings=CONTEXT, help=say("help.sample_load"))
@address_options
def load(**given: Any) -> int:
    """Draws the photos and uploads them like anyone else, with a token for the time it takes."""
    follow_parent()
    # A stop revokes the token too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_INTERRUPTED))
    settings = store_settings(given)
    found = running(settings.data_dir)
    if found is None:
        raise Refused("sample.not_running")
    with open_store(settings) as store:
        if is_outdated(settings.data_dir):
            # Redrawn photos would come beside the old ones and change what is said of a case.
            _remove(store)
            remove_drawn(settings.data_dir)
        access = Access(store.records)
        token, bearer = access.create_token(SHOP, "sample load", Role.owner)
        # By environment: a command line is for everybody on the machine to read.
        environment = {**os.environ, TOKEN: bearer}
        arguments = ["--server", found.address, "--data-dir", str(settings.data_dir)]
        try:
            done = subprocess.run(  # noqa: S603 - our own command
                [sys.executable, "-m", "returnproof.sample", *arguments],
                check=False,
                env=environment,
            )
        finally:
            # Every start of a server with a sample shop has one: the list of devices would fill up.
            access.forget(SHOP, token.id)
    return done.returncode


@command.command("remove", context_settings=CONTEXT, help=say("help.sample_remove"))
@store_options
def remove(**given: Any) -> None:
    settings = require_store(store_settings(given))
    with open_store(settings) as store:
        gone = _remove(store)
    remove_drawn(settings.data_dir)
    tell("sample.removed", records=gone.records, blobs=gone.blobs)


def _remove(store: Store) -> Removed:
    return remove_shop(
        store.records,
        store.inspection,
        store.blobs,
        SHOP,
        waiting=lambda: tell("sample.waiting"),
    )
