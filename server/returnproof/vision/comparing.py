"""One candidate against its references, all of them already features."""

import time
from collections.abc import Sequence

from returnproof.domain.comparison import ComparisonResult
from returnproof.vision.alignment import better
from returnproof.vision.features import Features
from returnproof.vision.fingerprint import distance
from returnproof.vision.verdict import Sighting, decide

# PDQ's authors: under this quality a picture has too little in it for its hash to mean anything.
_LEAST_QUALITY = 50


def compare(references: Sequence[tuple[str, Features]], candidate: Features) -> ComparisonResult:
    """Each reference with the caller's name for it."""
    started = time.perf_counter()
    sightings = [_sighting(name, features, candidate) for name, features in references]
    elapsed_ms = round((time.perf_counter() - started) * 1000)
    return decide(sightings, candidate.faults, elapsed_ms)


def _sighting(name: str, reference: Features, candidate: Features) -> Sighting:
    alignment = better(reference, candidate)
    meaningful = min(reference.fingerprint.quality, candidate.fingerprint.quality) >= _LEAST_QUALITY
    return Sighting(
        name=name,
        inliers=alignment.count,
        share=alignment.share,
        mirrored=alignment.mirrored,
        hash_distance=distance(reference.fingerprint.pdq, candidate.fingerprint.pdq)
        if meaningful
        else None,
    )
