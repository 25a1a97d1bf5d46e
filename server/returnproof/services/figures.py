"""Which two pictures a comparison's figure shows."""

from dataclasses import dataclass
from pathlib import Path

from returnproof.domain.comparison import ComparisonState
from returnproof.domain.errors import ComparisonPending, NoFigure
from returnproof.services import comparisons, photos
from returnproof.services.originals import original
from returnproof.services.ports import Blobs, Records

# Part of a kept figure's name: raised whenever figures are drawn otherwise.
FIGURE_VERSION = 2


@dataclass(frozen=True, slots=True)
class Pair:
    reference: Path
    reference_sha256: str
    candidate: Path
    candidate_sha256: str
    engine: str


def pair_of(records: Records, blobs: Blobs, shop: str, comparison_id: str) -> Pair:
    """Raises NotFound, ComparisonPending, NoFigure."""
    found = comparisons.get(records, shop, comparison_id)
    if found.state is ComparisonState.pending:
        raise ComparisonPending
    if found.result is None or found.result.best_reference is None:
        raise NoFigure
    reference = photos.get(records, shop, found.result.best_reference)
    candidate = photos.get(records, shop, found.candidate)
    return Pair(
        original(blobs, reference.sha256),
        reference.sha256,
        original(blobs, candidate.sha256),
        candidate.sha256,
        found.result.engine,
    )
