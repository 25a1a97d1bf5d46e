"""Which keypoints of two photos look like the same spot."""

import numpy as np
from numpy.typing import NDArray

from returnproof.vision.cv import Floats

RATIO = 0.8
Pairs = NDArray[np.intp]
_MIRRORED_DIRECTIONS = np.array([0, 7, 6, 5, 4, 3, 2, 1])


def mutual_matches(one: Floats, other: Floats, ratio: float = RATIO) -> Pairs:
    """(n, 2) indices of unit vectors nearest to each other, clearly nearer than the second best."""
    if len(one) < 2 or len(other) < 2:  # noqa: PLR2004 - the ratio needs a second neighbour
        return np.empty((0, 2), np.intp)
    similarity = one @ other.T
    rows = np.arange(len(one))
    first = similarity.argmax(axis=1)
    best = similarity[rows, first]
    # numpy finds the largest of each column ten times sooner than where it stands.
    mutual = best == similarity.max(axis=0)[first]
    similarity[rows, first] = -1
    second = similarity.max(axis=1)
    # Squared distance of unit vectors is 2 - 2 cos.
    clear = (1 - best) < ratio**2 * (1 - second)
    # Of several that are equally near to one, the first: as if the column had been asked.
    _, earliest = np.unique(first[mutual], return_index=True)
    places = rows[mutual][np.sort(earliest)]
    kept = places[clear[places]]
    return np.stack([kept, first[kept]], axis=1)


def mirror(descriptors: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The descriptors of the left-right mirrored picture, without looking at it again.

    A SIFT descriptor is 4 x 4 cells of 8 directions along the keypoint's own: mirroring swaps the
    cells across that direction and turns every direction around it.
    """
    cells = descriptors.reshape(-1, 4, 4, 8)
    return cells[:, ::-1, :, _MIRRORED_DIRECTIONS].reshape(-1, 128)


def mirror_points(points: Floats, width: int) -> Floats:
    """The same keypoints (n, 4) in the mirrored picture."""
    flipped = points.copy()
    flipped[:, 0] = width - 1 - points[:, 0]
    flipped[:, 3] = np.pi - points[:, 3]
    return flipped
