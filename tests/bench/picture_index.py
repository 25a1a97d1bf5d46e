"""Looking for a fingerprint among a million, exactly, beside FAISS's flat index of the same."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import faiss
import numpy as np
from tests.bench.figure import Figure

from returnproof.services.bit_index import BitIndex

PICTURES = int(os.environ.get("BENCH_PICTURES", "1000000"))
ROUNDS = 9
SYMMETRIES = 8
RADII = (31, 70)


def figures(folder: Path) -> Iterator[Figure]:
    """CPU time of one thread, best of several; eight fingerprints a question, as searching asks."""
    del folder
    dice = np.random.default_rng(1)
    codes = dice.integers(0, 256, (PICTURES, 32), dtype=np.uint8)
    index = BitIndex()
    started = time.process_time()
    for number, code in enumerate(codes):
        index.add(f"{number:032x}", int.from_bytes(code.tobytes(), "big"))
    filled = time.process_time() - started
    asked = codes[:SYMMETRIES].copy()
    asked[:, 0] ^= 255
    numbers = [int.from_bytes(code.tobytes(), "big") for code in asked]
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(codes)
    for radius in RADII:
        found = index.within(numbers, radius)
        limits, distances, names = flat.range_search(asked, radius + 1)
        assert limits[-1] >= len(found) >= SYMMETRIES
        assert {name for _, _, name in found} == {f"{name:032x}" for name in names.tolist()}
        assert min(distance for distance, _, _ in found) == int(distances.min())
        for count in (1, SYMMETRIES):
            ours = _best(lambda n=count, r=radius: index.within(numbers[:n], r))
            theirs = _best(lambda n=count, r=radius: flat.range_search(asked[:n], r + 1))
            note = f"{PICTURES:,} pictures, exact; baseline: faiss IndexBinaryFlat.range_search"
            yield Figure(f"index_{count}_within_{radius}", ours, "ms", theirs, note)
    note = f"in memory, id included; filled at {PICTURES / filled:,.0f} a second; baseline: codes"
    yield Figure("index_bytes_a_picture", index.bytes / len(index), "bytes", 32, note)


def _best(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    return min(took) * 1000
