"""One candidate file against reference files: what cannot be opened is an answer, not an error."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from returnproof.domain.comparison import ComparisonResult, Outcome, Reason
from returnproof.domain.errors import DomainError
from returnproof.services.ports import Vision
from returnproof.vision.left_out import without

# The caller's name for a file, and where it is.
Named = tuple[str, Path]


def compare_named(
    vision: Vision,
    references: Sequence[Named],
    candidate: Named,
    hashed: Callable[[Path], str] | None = None,
) -> ComparisonResult:
    """Never raises for what a file contains or lacks.

    A candidate that cannot be read is `inconclusive` with the reason `unreadable`; a reference that
    cannot be read is left out and named.
    """
    digest = hashed or sha256_of
    readable: list[tuple[str, str, Path]] = []
    left_out: list[Reason] = []
    for name, path in references:
        try:
            readable.append((name, digest(path), path))
        except OSError as error:
            detail = {"name": name, "problem": _code(error)}
            left_out.append(Reason("reference_unreadable", detail))
    try:
        judged = (candidate[0], digest(candidate[1]), candidate[1])
        answered = vision.compare(readable, judged)
        return without(vision.examine(answered, readable, judged), left_out)
    except DomainError as problem:
        return _unreadable(problem.type)
    except OSError as error:
        return _unreadable(_code(error))


def is_unreadable(result: ComparisonResult) -> bool:
    """Whether the candidate itself could not be read."""
    return any(reason.code == "unreadable" for reason in result.reasons)


def sha256_of(path: Path) -> str:
    """Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _code(error: OSError) -> str:
    """The same on every system and in every language, unlike the system's own words."""
    if isinstance(error, FileNotFoundError):
        return "file-missing"
    return "file-refused" if isinstance(error, PermissionError) else "file-unreadable"


def _unreadable(problem: str) -> ComparisonResult:
    return ComparisonResult(
        outcome=Outcome.inconclusive,
        same_item_probability=0.5,
        same_picture_probability=0.0,
        best_reference=None,
        reasons=(Reason("unreadable", {"problem": problem}),),
        guidance=(Reason("send_original"),),
        elapsed_ms=0,
        engine="",
    )
