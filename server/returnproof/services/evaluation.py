"""Comparing files without a server, one candidate or a whole labelled list of them."""

import csv
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from returnproof.config import Settings
from returnproof.domain.comparison import ComparisonResult, Outcome, Reason
from returnproof.domain.errors import DomainError, Invalid
from returnproof.services.accuracy import Judged, TaskAccuracy, accuracy
from returnproof.vision.process import VisionProcess

_REQUIRED = ("reference", "candidate")


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
    language: str = "zh-CN",
) -> ComparisonResult:
    """One answer, and its figure written to `figure`. Raises as `ports.Vision`, and OSError."""
    with (
        tempfile.TemporaryDirectory() as derived,
        VisionProcess(settings, Path(derived), children=1) as vision,
    ):
        result = vision.compare([_named(path) for path in references], _named(candidate))
        if figure is not None and result.best_reference is not None:
            best = Path(result.best_reference)
            figure.write_bytes(vision.figure(best, candidate, language=language))
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
) -> Metrics:
    """Write one JSON line per row of `pairs`, in its order; `progress` gets rows done and all.

    `derived` keeps the photos' features from run to run; without it they are thrown away.
    Raises Invalid for a list without the columns `reference` and `candidate`, and OSError.
    """
    rows = _rows(pairs)
    hashed = cache(_sha256)  # one photo stands in many rows
    judged: list[Judged] = []
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
            unreadable += any(reason.code == "unreadable" for reason in result.reasons)
            if row.get("label"):
                judged.append(Judged(row.get("task") or "all", row["label"] == "same", result))
            if progress is not None:
                progress(done, len(rows))
    return Metrics(len(rows), unreadable, accuracy(judged))


def _rows(pairs: Path) -> list[dict[str, str]]:
    with pairs.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in _REQUIRED if name not in (reader.fieldnames or ())]
        if missing:
            raise Invalid(
                f"{pairs.name} has no column {', '.join(missing)}.",
                errors={name: ["missing"] for name in missing},
            )
        return [{key: value or "" for key, value in row.items() if key} for row in reader]


def _compare_row(
    vision: VisionProcess, root: Path, row: dict[str, str], hashed: Callable[[Path], str]
) -> ComparisonResult:
    """Never raises for what a file contains or lacks: a row that fails is a row of the output."""
    names = [name for name in row["reference"].split("|") if name]
    try:
        references = [(name, hashed(root / name), root / name) for name in names]
        candidate = root / row["candidate"]
        return vision.compare(references, (row["candidate"], hashed(candidate), candidate))
    except DomainError as problem:
        return _unreadable(problem.type)
    except OSError as error:
        return _unreadable(error.strerror or "unreadable")


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


def _line(row: dict[str, str], result: ComparisonResult) -> str:
    document: dict[str, Any] = {**row, **msgspec.to_builtins(result)}
    return msgspec.json.encode(document).decode() + "\n"


def _named(path: Path) -> tuple[str, str, Path]:
    return str(path), _sha256(path), path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table(metrics: Metrics) -> Iterator[str]:
    """The metrics as lines for a terminal."""
    yield f"rows {metrics.rows}, unreadable {metrics.unreadable}"
    if metrics.tasks:
        yield TaskAccuracy.heading()
    for task in metrics.tasks:
        yield task.row()
