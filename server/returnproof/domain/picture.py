"""What may have been done to a picture before it was shown again."""

from dataclasses import dataclass
from enum import StrEnum


class Transform(StrEnum):
    """The eight symmetries; turns are clockwise, after mirroring left to right."""

    identity = "identity"
    rotated_90 = "rotated_90"
    rotated_180 = "rotated_180"
    rotated_270 = "rotated_270"
    mirrored = "mirrored"
    mirrored_rotated_90 = "mirrored_rotated_90"
    mirrored_rotated_180 = "mirrored_rotated_180"
    mirrored_rotated_270 = "mirrored_rotated_270"


@dataclass(frozen=True, slots=True)
class Match:
    """A kept photo that shows in a sent picture.

    `distance`: differing bits of 256 between the fingerprints, with `transform` undone;
    `overlap`: share of the sent picture, 0 to 1, that the photo covers.
    """

    photo: str
    distance: int
    transform: Transform
    overlap: float
