"""Which matched points a figure shows: those the answer rests on, and apart those it does not."""

from dataclasses import dataclass

import numpy as np

from returnproof.vision.alignment import Alignment, align, align_items, better
from returnproof.vision.cv import Floats
from returnproof.vision.features import Features
from returnproof.vision.foreground import weights
from returnproof.vision.item_matches import ON_ITEM, item_matches, room_plane
from returnproof.vision.model import engine, logistic
from returnproof.vision.sighting import sight

# Fewer in the background are chance, and not worth a person's look.
_LEAST_ASIDE = 8


@dataclass(frozen=True, slots=True)
class Matched:
    """Points (n, 2) of both photos, as fractions of their width and height.

    `code` names the caption. `aside_*` match as well, but off the item, and were not counted.
    """

    code: str
    source: Floats
    target: Floats
    aside_source: Floats
    aside_target: Floats


def matched(reference: Features, candidate: Features) -> Matched:
    """All points of a copied picture; else those on the item."""
    plain = align(reference.whole, candidate.whole)
    seen = sight("", reference, candidate)
    if logistic(engine().picture_log_odds(seen)) >= engine().bands.same_picture:
        whole = better(plain, reference, candidate)
        code = "matched_mirrored" if whole.mirrored else "matched"
        nothing = np.empty((0, 2), np.float32)
        points = _fractions(*whole.points(), reference, candidate)
        return Matched(code, *points, nothing, nothing)
    room = room_plane(reference, candidate, plain)
    zoom = align_items(reference, candidate)
    chosen = item_matches(reference, candidate, zoom, room).on_item
    source, target = zoom.source[chosen, :2], zoom.target[chosen, :2]
    code = "matched_on_item" if len(source) else "none_matched"
    points = _fractions(source, target, reference, candidate)
    return Matched(code, *points, *_aside(reference, candidate, plain))


def _aside(reference: Features, candidate: Features, plain: Alignment) -> tuple[Floats, Floats]:
    source, target = plain.points()
    off = (weights(reference.mask, source, reference.size) <= ON_ITEM) & (
        weights(candidate.mask, target, candidate.size) <= ON_ITEM
    )
    if int(off.sum()) < _LEAST_ASIDE:
        off = np.zeros_like(off)
    return _fractions(source[off], target[off], reference, candidate)


def _fractions(
    source: Floats, target: Floats, reference: Features, candidate: Features
) -> tuple[Floats, Floats]:
    return (
        np.asarray(source / np.array(reference.size), np.float32),
        np.asarray(target / np.array(candidate.size), np.float32),
    )
