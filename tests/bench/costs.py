"""How much memory a vision child holds after long work, and at most for the largest pictures."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import psutil
from tests.bench.figure import Figure
from tests.bench.pictures import another_view, on_a_table, textured, write

from returnproof.config import Settings
from returnproof.vision.process import VisionProcess

MEGABYTE = 1 << 20
COMPARISONS = 24
LARGEST = {
    "120 megapixels, JPEG": (12_000, 10_000, "l.jpg"),
    "60 megapixels, PNG": (8_000, 7_500, "l.png"),
}


def figures(folder: Path) -> Iterator[Figure]:
    """Resident sets, looked at every few milliseconds."""
    settings = Settings(data_dir=folder, decode_seconds=120)
    thing = on_a_table(textured(1), 1)
    photos = [write(folder, f"p{n}", another_view(thing, n)) for n in range(4)]
    with VisionProcess(settings, folder / "derived", children=1) as vision:
        peak = _peak(lambda: [_compared(vision, photos, n) for n in range(COMPARISONS)])
    note = f"its child's largest while {COMPARISONS} comparisons of 12-megapixel photos; aim ≤ 500"
    yield Figure("worker_memory", peak / MEGABYTE, "MB", None, note)
    for name, (width, height, file) in LARGEST.items():
        path = folder / file
        row = np.linspace(0, 255, width, dtype=np.float32)[None, :, None]
        picture = np.repeat(np.repeat(row, height, 0), 3, 2).astype(np.uint8)
        cv2.imwrite(str(path), picture)
        with VisionProcess(settings, folder / "derived", children=1) as vision:
            vision.thumbnail(photos[0], 64)
            peak = _peak(
                lambda at=path, to=vision: (to.facts(at), to.prepare(at.name.encode().hex(), at))
            )
            ended = not _children()
        note = f"{name}: facts and features; it ended then: {ended}; aim ≤ 1,200; baseline: Pillow"
        yield Figure("decode_child_peak", peak / MEGABYTE, "MB", _pillow(path) / MEGABYTE, note)


def _compared(vision: VisionProcess, photos: list[Path], number: int) -> None:
    named = [(str(n), f"{n:02x}" * 32, each) for n, each in enumerate(photos)]
    # Another name each time: its features are made anew, as those of a new photo.
    judged = ("c", f"{number:04x}" * 16, photos[number % len(photos)])
    vision.compare(named, judged)


def _children() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children():
        try:
            if "returnproof.vision.child" in child.cmdline():
                found.append(child)
        except psutil.Error:
            continue
    return found


def _peak(work: Callable[[], object]) -> float:
    largest, over = [0], threading.Event()

    def watch() -> None:
        while not over.is_set():
            for child in _children():
                try:
                    largest.append(child.memory_info().rss)
                except psutil.Error:
                    continue
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    work()
    over.set()
    watcher.join()
    return float(max(largest))


def _pillow(path: Path) -> float:
    """The resident set of a process that holds it decoded whole, and did nothing else."""
    answer = subprocess.run(
        [sys.executable, "-c", _DECODE, str(path)], capture_output=True, text=True, check=True
    )
    return float(answer.stdout)


_DECODE = """
import sys
import psutil
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
with Image.open(sys.argv[1]) as image:
    image.load()
    print(psutil.Process().memory_info().rss)
"""
