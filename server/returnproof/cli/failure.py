"""From an error to a sentence on standard error and an exit status."""

import errno
import os
import traceback

import click

from returnproof.cli.speech import language, say, tell
from returnproof.contract import has_text, text
from returnproof.domain.errors import DomainError, Invalid
from returnproof.services.problem_texts import detail_key, field_errors
from returnproof.storage.errors import CannotOpen

EXIT_FAILED = 1  # the command did its work and what it reports is not good
EXIT_USAGE = 2  # the command line was not understood
EXIT_UNAVAILABLE = 3  # what the command needs is missing, busy or refuses
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells say it


class Refused(Exception):  # noqa: N818 - reads as what it says
    """The command cannot do its work; `key` names the sentence under `cli.` that says why."""

    def __init__(self, key: str, *, status: int = EXIT_UNAVAILABLE, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.values = values


def sentence(error: DomainError) -> str:
    """Title and detail of a problem in the reader's language, and a line for each field."""
    keys = (
        f"problem.{error.type}.title",
        detail_key(error.type, error.detail, error.members),
    )
    parts = [text(key, language(), **error.members) for key in keys if has_text(key)]
    fields = field_errors(error.members.get("errors") or {}, language())
    return "\n".join(
        (" ".join(parts) or error.type, *(f"- {name}: {why}" for name, _, why in fields))
    )


def system_words(error: OSError) -> str:
    """What the system answered, in the reader's language as far as we know its answers."""
    name = error.filename or ""
    known = _SYSTEM.get(error.errno or 0)
    if known:
        return say(f"system.{known}", name=name)
    return say("system_error", reason=error.strerror or str(error), name=name)


_SYSTEM = {
    errno.ENOENT: "missing",
    errno.EACCES: "refused",
    errno.EPERM: "refused",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EISDIR: "kind",
    errno.ENOTDIR: "kind",
}


def explain(error: Exception) -> int:
    """Says what happened; a traceback only for what we did not foresee, or when asked for."""
    if os.environ.get("RETURNPROOF_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, Refused):
        tell(error.key, **error.values)
        return error.status
    if isinstance(error, DomainError):
        click.echo(sentence(error), err=True)
        return EXIT_USAGE if isinstance(error, Invalid) else EXIT_UNAVAILABLE
    if isinstance(error, CannotOpen):
        click.echo(str(error), err=True)
        return EXIT_UNAVAILABLE
    if isinstance(error, OSError):
        click.echo(system_words(error), err=True)
        return EXIT_UNAVAILABLE
    traceback.print_exception(error)
    click.echo(say("unforeseen"), err=True)
    return EXIT_FAILED
