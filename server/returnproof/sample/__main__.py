"""`python -m returnproof.sample`: draws the sample shop and fills it, as a process of its own."""

import argparse
import os
import sys
from pathlib import Path

import cv2

from returnproof.sample.client import Client, Refused
from returnproof.sample.folder import TOKEN
from returnproof.sample.loading import fill
from returnproof.sample.stage import Stage


def main() -> int:
    """0 when it is done. The token comes by environment: a command line is for all to see."""
    parser = argparse.ArgumentParser(prog="python -m returnproof.sample")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--server", help="absent: only draw")
    arguments = parser.parse_args()
    # The server and its workers come first; the drawing takes what is left of one core.
    os.nice(10)
    cv2.setNumThreads(1)
    stage = Stage(arguments.data_dir)
    if arguments.server is None:
        stage.write_pages()
        for done, drawn in enumerate(stage.draw_all(), 1):
            _say(done, len(stage.cases), drawn.case.product.title)
        return 0
    try:
        fill(stage, Client(arguments.server, os.environ.get(TOKEN, "")), _say)
    except (Refused, OSError) as error:
        sys.stderr.write(f"sample: {error}\n")
        return 1
    return 0


def _say(done: int, of: int, what: str) -> None:
    """One line that rewrites itself on a terminal; a line at the end elsewhere."""
    line = f"示例店铺 sample {done}/{of}"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line} {what}\033[K" + ("\n" if done == of else ""))
    elif done == of:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
