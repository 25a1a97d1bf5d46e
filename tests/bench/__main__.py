"""`make bench`: every figure of the performance table, each with its comparison in the same run."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.bench import badges, memory, rates, refund_page, streams, uploads
from tests.bench.figure import Figure
from tests.e2e.server import Server

Bench = Callable[[Server, Path], Iterable[Figure]]
BENCHES: dict[str, Bench] = {
    "memory": lambda server, _: memory.figures(server),
    "rates": lambda server, _: rates.figures(server),
    "streams": lambda server, _: streams.figures(server),
    "uploads": uploads.figures,
    "badges": badges.figures,
    "refund_page": refund_page.figures,
}


def run(names: Iterable[str], folder: Path) -> Iterator[Figure]:
    """Each bench has a server of its own, fresh and warm, and nothing else beside it."""
    for name in names:
        own = folder / name
        own.mkdir()
        server = Server(own / "data").start()
        try:
            yield from BENCHES[name](server, own)
        finally:
            server.stop()


def main() -> int:
    """All figures, or only the benches named on the command line."""
    names = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="returnproof-bench-") as folder:
        for figure in run(names, Path(folder)):
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
