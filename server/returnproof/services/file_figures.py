"""The figure of two files, as a file."""

from pathlib import Path

from returnproof.domain.errors import DomainError, NoFigure, NotAligned
from returnproof.domain.figure import FigureKind
from returnproof.services.ports import Vision


def write_figure(
    vision: Vision,
    photos: tuple[Path | None, Path],
    place: Path,
    *,
    kind: FigureKind,
    position: float,
    language: str,
) -> DomainError | None:
    """Of reference and candidate, to `place`; or why there is nothing to draw. Raises OSError."""
    reference, candidate = photos
    if reference is None:
        return NoFigure()
    try:
        drawn = vision.figure(reference, candidate, language=language, kind=kind, position=position)
    except NotAligned as problem:
        return problem
    place.write_bytes(drawn)
    return None
