"""A packing day's photos received, made durable and fingerprinted, by two clients at a time."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image
from tests.bench.client import Client
from tests.bench.figure import Figure
from tests.bench.pictures import textured, write
from tests.e2e.server import Server

# Of the 10,000 that the aim speaks of: the rate does not change with their number.
PHOTOS = int(os.environ.get("BENCH_PHOTOS", "120"))
DRAWN = 6
STATIONS = 2
DAY = 10_000


def figures(server: Server, folder: Path) -> Iterator[Figure]:
    """The same few pictures with other comments in their files, so that all bytes differ."""
    drawn = [write(folder, f"d{n}", textured(n)) for n in range(DRAWN)]
    files = [_told_apart(drawn[n % DRAWN], folder / f"i{n}.jpg", n) for n in range(PHOTOS)]
    token = server.token("bench-ingest")
    with ThreadPoolExecutor(STATIONS) as stations:
        list(
            stations.map(
                lambda n: _send(server.url, token, f"warm-{n}", drawn[n : n + 1]), range(2)
            )
        )
        started = time.perf_counter()
        shares = [files[n::STATIONS] for n in range(STATIONS)]
        list(stations.map(lambda n: _send(server.url, token, f"s{n}", shares[n]), range(STATIONS)))
        ours = PHOTOS / (time.perf_counter() - started)
    whole, scaled = (_decoding(files, draft=draft) for draft in (False, True))
    note = (
        f"{PHOTOS} photos of 12 megapixels by {STATIONS} clients, features not included (they "
        f"follow in quiet moments); {DAY:,} at this rate: {DAY / ours / 60:.0f} minutes; baseline: "
        f"Pillow's whole decode in {STATIONS} processes, aim ≥ 0.8; at the fraction the "
        f"fingerprint needs it decodes {scaled:.0f}/s"
    )
    yield Figure("ingest_12mp", ours, "photos/s", whole, note)


def _told_apart(drawn: Path, place: Path, number: int) -> Path:
    """A comment segment right behind the start marker."""
    data, comment = drawn.read_bytes(), f"{number:08d}".encode()
    length = (len(comment) + 2).to_bytes(2, "big")
    place.write_bytes(data[:2] + b"\xff\xfe" + length + comment + data[2:])
    return place


def _send(server: str, token: str, name: str, files: list[Path]) -> None:
    client = Client(server, token)
    for number, file in enumerate(files):
        client.upload(f"/api/v1/shipments/{name}-{number // 3}/photos", [file])


def _decoding(files: list[Path], *, draft: bool) -> float:
    """Photos a second."""
    with ProcessPoolExecutor(STATIONS, mp_context=get_context("spawn")) as pool:
        list(pool.map(_decode, files[:STATIONS], [draft] * STATIONS))
        started = time.perf_counter()
        list(pool.map(_decode, files, [draft] * len(files)))
        return len(files) / (time.perf_counter() - started)


def _decode(file: Path, draft: bool) -> None:  # noqa: FBT001 - mapped over
    with Image.open(file) as image:
        if draft:
            image.draft(None, (512, 384))
        image.load()
