"""A process that uploads as fast as it can and says what was acknowledged, until it is killed.

It owns the store like `serve` does: its Redis is restarted when it dies. Each line on standard
output is one acknowledgement: photo id, SHA-256, refund id.
"""

import io
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from tests.server.redis import samples

from returnproof.config import Settings
from returnproof.domain.case import Case
from returnproof.domain.errors import StorageUnavailable
from returnproof.services.records import Commit, Event
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.opening import Store, open_store

THREADS = 4
SHOP = "shop"


def upload(store: Store, refund_id: str) -> str:
    """One photo of a case, as the API does it."""
    content = os.urandom(int.from_bytes(os.urandom(2), "big"))
    with store.blobs.stage() as staged:
        staged.write_from(io.BytesIO(content), 1 << 20)
        store.blobs.keep(staged)
    photo = samples.photo(staged.sha256[:16], sha256=staged.sha256, owner=refund_id)
    case = store.records.get(SHOP, Case, refund_id) or samples.case(refund_id)
    changed = replace(case, photos=(*case.photos, photo.id)[-500:])
    event = Event("case.changed", {"refund_id": refund_id})
    commit = Commit(writes=[photo, changed], events=[event], touched=[refund_id])
    store.records.commit(SHOP, commit)
    return f"{photo.id} {staged.sha256} {refund_id}\n"


def upload_on(store: Store, refund_id: str) -> None:
    while True:
        try:
            line = upload(store, refund_id)
        except StorageUnavailable:
            time.sleep(0.02)
            continue
        os.write(1, line.encode())


def watch(server: EmbeddedRedis) -> None:
    while True:
        if not server.alive():
            server.restart()
        time.sleep(0.01)


def main(data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir, free_space_floor=0)
    with open_store(settings, "serve") as store:
        os.write(1, f"redis {store.servers[0].pid}\n".encode())
        for number in range(THREADS):
            name = f"refund-{os.getpid()}-{number}"
            threading.Thread(target=upload_on, args=(store, name), daemon=True).start()
        watch(store.servers[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
