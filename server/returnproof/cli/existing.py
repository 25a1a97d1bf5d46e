"""What must be there already: a file to read, a store to look into."""

from pathlib import Path
from typing import Any

import click

from returnproof.cli.failure import Refused
from returnproof.cli.speech import say
from returnproof.config import Settings


class ExistingFile(click.ParamType[Path]):
    """A regular file, told in the reader's language where it is none."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if not path.exists():
            self.fail(say("file_missing", path=path), param, ctx)
        if not path.is_file():
            self.fail(say("file_not_one", path=path), param, ctx)
        return path


def require_store(settings: Settings, *, files: bool = True) -> Settings:
    """Raises Refused where nobody ever kept anything: a mistyped directory is not made.

    Without `files` a Redis of its own is enough: the records are there.
    """
    if settings.redis_url is None:
        there = (settings.data_dir / "redis").is_dir()
    else:
        there = not files or settings.data_dir.is_dir()
    if not there:
        raise Refused("no_store", data_dir=settings.data_dir)
    return settings
