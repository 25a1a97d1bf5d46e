"""Comparing files without a server, one candidate or a whole labelled list of them."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from returnproof.config import Settings
from returnproof.domain.comparison import ComparisonResult
from returnproof.domain.errors import DomainError
from returnproof.domain.figure import MIDDLE, FigureKind
from returnproof.services.accuracy import Judged, TaskAccuracy, accuracy
from returnproof.services.accuracy_report import Case, page
from returnproof.services.file_comparing import compare_named, is_unreadable, sha256_of
from returnproof.services.file_figures import write_figure
from returnproof.services.labelled_pairs import read_pairs
from returnproof.vision.process import VisionProcess

_SHOT_SIDE = 240


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a run showed: rows done, how many could not be read, and figures by task.

    `tasks` is empty when the list has no `label` column.
    """

    rows: int
    unreadable: int
    tasks: tuple[TaskAccuracy, ...]


def compare_files(
    settings: Settings,
    references: Sequence[Path],
    candidate: Path,
    *,
    figure: Path | None = None,
    kind: FigureKind = FigureKind.pairs,
    position: float = MIDDLE,
    language: str = "zh-CN",
    undrawn: Callable[[DomainError], None] | None = None,
) -> ComparisonResult:
    """One answer, and its figure written to `figure`, which may raise OSError.

    `undrawn` is told why there is no figure; the answer stands without it.
    """
    with (
        tempfile.TemporaryDirectory() as derived,
        VisionProcess(settings, Path(derived), children=1) as vision,
    ):
        named = [(str(path), path) for path in references]
        result = compare_named(vision, named, (str(candidate), candidate))
        if figure is not None:
            pair = _best(result), candidate
            problem = write_figure(
                vision, pair, figure, kind=kind, position=position, language=language
            )
            if problem is not None and undrawn is not None:
                undrawn(problem)
    return result


def evaluate(
    settings: Settings,
    pairs: Path,
    root: Path,
    out: Path,
    *,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
    derived: Path | None = None,
    report: Path | None = None,
) -> Metrics:
    """Write one JSON line per row of `pairs`, in its order; `progress` gets rows done and all.

    `report` gets a page with figures, charts and the worst mistakes, for rows with a label.
    `derived` keeps the photos' features from run to run; without it they are thrown away.
    Raises Invalid for a list that cannot be understood, and OSError.
    """
    rows = read_pairs(pairs)
    hashed = cache(sha256_of)  # one photo stands in many rows
    cases: list[Case] = []
    unreadable = 0
    with (
        tempfile.TemporaryDirectory() as passing,
        VisionProcess(settings, derived or Path(passing), children=jobs) as vision,
        ThreadPoolExecutor(jobs) as pool,
        out.open("w", encoding="utf-8") as lines,
    ):
        results = pool.map(lambda row: _compare_row(vision, root, row, hashed), rows)
        for done, (row, result) in enumerate(zip(rows, results, strict=True), start=1):
            lines.write(_line(row, result))
            unreadable += is_unreadable(result)
            if row.get("label"):
                judged = Judged(row.get("task") or "all", row["label"] == "same", result)
                cases.append(Case(row, judged))
            if progress is not None:
                progress(done, len(rows))
        if report is not None:
            shot = partial(_shot, vision, root)
            report.write_text(page(cases, len(rows), unreadable, shot), encoding="utf-8")
    return Metrics(len(rows), unreadable, accuracy([case.judged for case in cases]))


def _shot(vision: VisionProcess, root: Path, name: str) -> bytes | None:
    """A small picture for the report; a file that cannot be read has none."""
    try:
        with (root / name).open("rb"):  # only here is a missing file told from a fault of ours
            pass
        return vision.thumbnail(root / name, _SHOT_SIDE)
    except (DomainError, OSError):
        return None


def _best(result: ComparisonResult) -> Path | None:
    return Path(result.best_reference) if result.best_reference is not None else None


def _compare_row(
    vision: VisionProcess, root: Path, row: dict[str, str], hashed: Callable[[Path], str]
) -> ComparisonResult:
    names = [name for name in row["reference"].split("|") if name]
    references = [(name, root / name) for name in names]
    return compare_named(vision, references, (row["candidate"], root / row["candidate"]), hashed)


def _line(row: dict[str, str], result: ComparisonResult) -> str:
    document: dict[str, Any] = {**row, **msgspec.to_builtins(result)}
    return msgspec.json.encode(document).decode() + "\n"


def table(metrics: Metrics) -> Iterator[str]:
    """The metrics as lines for a terminal."""
    yield f"rows {metrics.rows}, unreadable {metrics.unreadable}"
    if metrics.tasks:
        yield TaskAccuracy.heading()
    for task in metrics.tasks:
        yield task.row()
