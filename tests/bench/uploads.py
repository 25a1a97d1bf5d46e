"""Upload throughput: photos received, fsynced and fingerprinted, beside Pillow's decode of them."""

import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from tests.bench.client import Client
from tests.bench.figure import Figure
from tests.bench.pictures import jpegs
from tests.e2e.server import Server

PHOTOS = 16


def figures(server: Server, folder: Path) -> Iterator[Figure]:
    """One client, one file after the other, against one process decoding them whole."""
    files = jpegs(folder, PHOTOS)
    client = Client(server.url, server.token("bench-uploads"))
    warm = jpegs(folder, 1, seed=8)
    client.upload("/api/v1/shipments/warm-up/photos", warm)
    started = time.perf_counter()
    for number, file in enumerate(files):
        client.upload(f"/api/v1/shipments/order-{number}/photos", [file])
    uploaded = time.perf_counter() - started
    started = time.perf_counter()
    for file in files:
        with Image.open(file) as picture:
            picture.load()
    decoded = time.perf_counter() - started
    milliseconds = 1000 / PHOTOS
    yield Figure(
        "upload_12mp",
        uploaded * milliseconds,
        "ms/photo",
        decoded * milliseconds,
        "one client in sequence; baseline Pillow's whole decode of the same files",
    )
