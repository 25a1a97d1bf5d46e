"""One candidate against its references, all of them already features."""

import time
from collections.abc import Sequence

from returnproof.domain.comparison import ComparisonResult
from returnproof.vision.features import Features
from returnproof.vision.model import engine
from returnproof.vision.sighting import sight
from returnproof.vision.verdict import decide


def compare(references: Sequence[tuple[str, Features]], candidate: Features) -> ComparisonResult:
    """Each reference with the caller's name for it."""
    started = time.perf_counter()
    sightings = [sight(name, features, candidate) for name, features in references]
    elapsed_ms = round((time.perf_counter() - started) * 1000)
    return decide(sightings, candidate.faults, engine(), elapsed_ms=elapsed_ms)
