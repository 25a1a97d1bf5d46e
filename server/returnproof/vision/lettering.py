"""Printed and written text in a photo, read by RapidOCR where that is installed (docs/marks.md).

Optional: its models weigh 30 MB and a look takes about a second. Nothing is ever downloaded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from returnproof.vision.cv import Rgb

SIDE = 1600
_SUREST = 0.7
_MOST_LINES = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `edges` left, top, right, bottom in pixels of the picture read."""

    text: str
    surety: float
    edges: tuple[float, float, float, float]


def installed() -> bool:
    """Whether both the reader and the runtime for its models are there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read(pixels: Rgb) -> Sequence[Line]:
    """Lines from top to bottom; none where no reader is installed."""
    if not installed() or min(pixels.shape[:2]) < 16:  # noqa: PLR2004 - too small for a letter
        return ()
    found = _reader()(np.ascontiguousarray(pixels[..., ::-1]))
    if found.txts is None or found.boxes is None:
        return ()
    lines = [
        Line(str(text), float(score), _edges(box))
        for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
        if float(score) >= _SUREST
    ]
    return sorted(lines, key=lambda line: (line.edges[1], line.edges[0]))[:_MOST_LINES]


def _edges(box: Any) -> tuple[float, float, float, float]:
    corners = np.asarray(box, np.float64).reshape(-1, 2)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


@cache
def _reader() -> Callable[[Any], Any]:
    """Loaded when first needed: it takes a second and 200 MB."""
    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    given = {"Global.log_level": "critical", threads.format("intra"): 1, threads.format("inter"): 1}
    reader: Callable[[Any], Any] = import_module("rapidocr").RapidOCR(params=given)
    return reader
