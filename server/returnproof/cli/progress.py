"""A progress bar where somebody watches; nothing where nobody does."""

import sys
from types import TracebackType
from typing import Any, Self

import click


class Progress:
    """`at(done, total)` may be called as often as wished; it goes to standard error."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def at(self, done: int, total: int) -> None:
        """Shows it; the first call says how long the bar is."""
        if self._bar is None:
            if not sys.stderr.isatty():
                return
            self._bar = click.progressbar(length=total, file=sys.stderr, show_pos=True)
        self._bar.update(done - self._bar.pos)
