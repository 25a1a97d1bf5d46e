"""What one reference and the candidate have in common, as numbers."""

from dataclasses import dataclass

import numpy as np

from returnproof.vision import colour, embedding
from returnproof.vision.alignment import align, align_items, better
from returnproof.vision.features import Features
from returnproof.vision.fingerprint import distance
from returnproof.vision.item_matches import item_matches, room_plane
from returnproof.vision.overlay import agreement

# PDQ's authors: under this quality a picture has too little in it for its hash to mean anything.
_LEAST_QUALITY = 50
FAR = 128  # the PDQ distance of two unrelated pictures, on average


@dataclass(frozen=True, slots=True)
class Sighting:
    """Of the whole photos: `inliers` of one plane and their `share` of all matches (0 to 1),
    `correlation`, `item_correlation`, `overlap`, `residual` as in `Agreement`, `mirrored`,
    `hash_distance` of PDQ (0 to 256). Of the item: `whole_votes` and `zoom_votes` of matches that
    move together, each counted by how much it lies on the item; `item_points` the whole number
    behind them; `colours` and `balanced` likeness of colours (0 to 1), raw and under grey-world;
    `looks` and `parts` likeness as in `embedding.alike` (-1 to 1). Of the place: `room` likeness
    of the colours around the item (0 to 1).
    """  # noqa: D205 - one breath, no summary line could say less

    name: str
    inliers: int
    share: float
    correlation: float
    item_correlation: float
    overlap: float
    residual: float
    mirrored: bool
    hash_distance: int
    whole_votes: float
    zoom_votes: float
    item_points: int
    colours: float
    balanced: float
    looks: float
    parts: float
    room: float


def sight(name: str, reference: Features, candidate: Features) -> Sighting:
    """`name` is the caller's for the reference."""
    plain = align(reference.whole, candidate.whole)
    over = better(plain, reference, candidate)
    agreed = agreement(reference, candidate, over)
    room = room_plane(reference, candidate, plain)
    whole = item_matches(reference, candidate, plain, room)
    zoom = item_matches(reference, candidate, align_items(reference, candidate), room)
    raw, balanced = (float(value) for value in colour.alike(reference.colours, candidate.colours))
    looks, parts = (float(each) for each in embedding.alike(reference.looks, candidate.looks))
    meaningful = min(reference.fingerprint.quality, candidate.fingerprint.quality) >= _LEAST_QUALITY
    hashes = reference.fingerprint.pdq, candidate.fingerprint.pdq
    return Sighting(
        name=name,
        inliers=over.count,
        share=over.share,
        correlation=agreed.correlation,
        item_correlation=agreed.item_correlation,
        overlap=agreed.overlap,
        residual=agreed.residual,
        mirrored=over.mirrored,
        hash_distance=distance(*hashes) if meaningful else FAR,
        whole_votes=whole.votes,
        zoom_votes=zoom.votes,
        item_points=int(np.count_nonzero(zoom.on_item)),
        colours=raw,
        balanced=balanced,
        looks=looks,
        parts=parts,
        room=float((reference.backdrop * candidate.backdrop).sum() / 2),
    )
