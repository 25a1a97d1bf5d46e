"""The `returnproof` command: one module per command, each loaded only when it is used."""

import sys


def main() -> None:
    """The entry point; the commands' own imports wait until one is chosen."""
    from returnproof.cli.group import run  # noqa: PLC0415 - keeps the package free to import

    sys.exit(run(sys.argv[1:]))
