"""`make bench`: every figure of the performance table, each with its comparison in the same run."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

# As vision children are started, and before NumPy is loaded: what is said of one core is of one.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from tests.bench import (
    badges,
    costs,
    ingest,
    memory,
    picture_index,
    pixels,
    rates,
    recognition,
    refund_page,
    scroll,
    starts,
    streams,
    uploads,
)
from tests.bench.figure import Figure
from tests.e2e.server import Server

Bench = Callable[[Path], Iterable[Figure]]


def served(bench: Callable[[Server, Path], Iterable[Figure]]) -> Bench:
    """With a server of its own, fresh, and nothing else beside it."""

    def run(folder: Path) -> Iterator[Figure]:
        server = Server(folder / "data").start()
        try:
            yield from bench(server, folder)
        finally:
            server.stop()

    return run


BENCHES: dict[str, Bench] = {
    "starts": starts.figures,
    "memory": served(lambda server, _: memory.figures(server)),
    "rates": served(lambda server, _: rates.figures(server)),
    "streams": served(lambda server, _: streams.figures(server)),
    "uploads": served(uploads.figures),
    "ingest": served(ingest.figures),
    "pixels": pixels.figures,
    "costs": costs.figures,
    "picture_index": picture_index.figures,
    "badges": served(badges.figures),
    "recognition": served(recognition.figures),
    "scroll": served(scroll.figures),
    "refund_page": served(refund_page.figures),
}


def main() -> int:
    """All figures, or only the benches named on the command line."""
    names = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="returnproof-bench-") as folder:
        for name in names:
            own = Path(folder) / name
            own.mkdir()
            for figure in BENCHES[name](own):
                print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
