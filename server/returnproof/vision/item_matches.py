"""Matches that speak for the item, and not for the room it stands in."""

from dataclasses import dataclass

import cv2
import numpy as np

from returnproof.vision.alignment import Alignment, Homography
from returnproof.vision.cv import Flags, Floats
from returnproof.vision.features import Features
from returnproof.vision.foreground import weights
from returnproof.vision.overlay import agreement
from returnproof.vision.votes import strongest

# A match lies on the item when it is more than half on it in both photos.
ON_ITEM = 0.25
# Every match agrees with itself, and two agree by chance.
_LEAST_AGREEING = 3
_LEAST_OF_ROOM = 20
_WITH_ROOM_PIXELS = 8.0
# Under the room's own movement one and the same item looks alike, and another does not.
_ITEM_AGREES = 0.5


@dataclass(frozen=True, slots=True)
class ItemMatches:
    """Matches that move together.

    `votes` counts each by how much it lies on the item in both photos; `on_item` (n,) marks those
    of the alignment that do lie on it.
    """

    votes: float
    on_item: Flags


def item_matches(
    reference: Features, candidate: Features, found: Alignment, room: Homography | None
) -> ItemMatches:
    """Of `found`, an alignment of the photos as they are. What moves with `room` counts nothing."""
    shares = _shares(reference, candidate, found)
    if room is not None and len(shares):
        shares = np.where(_follows(found, room), np.float32(0), shares)
    _, votes, voters = strongest(found.source, found.target, shares)
    on_item = voters & (shares > ON_ITEM)
    if int(np.count_nonzero(on_item)) < _LEAST_AGREEING:
        on_item = np.zeros_like(on_item)
    return ItemMatches(votes, on_item)


def room_plane(reference: Features, candidate: Features, plain: Alignment) -> Homography | None:
    """How the room moved, where both photos show one room and yet the item there differs.

    No cut-out is exact: at its edge the room's points would count as the item's.
    """
    if plain.homography is None or plain.count < _LEAST_OF_ROOM:
        return None
    on_item = _shares(reference, candidate, plain)[plain.inliers] > ON_ITEM
    if float(on_item.mean()) >= 0.5:  # noqa: PLR2004 - then the item itself moved so
        return None
    agrees = agreement(reference, candidate, plain).item_correlation >= _ITEM_AGREES
    return None if agrees else plain.homography


def _shares(reference: Features, candidate: Features, found: Alignment) -> Floats:
    return weights(reference.mask, found.source[:, :2], reference.size) * weights(
        candidate.mask, found.target[:, :2], candidate.size
    )


def _follows(found: Alignment, room: Homography) -> Flags:
    source = np.ascontiguousarray(found.source[None, :, :2], np.float64)
    moved = cv2.perspectiveTransform(source, room)[0]
    off = np.linalg.norm(moved - found.target[:, :2], axis=1)
    return np.asarray(off < _WITH_ROOM_PIXELS, np.bool_)
