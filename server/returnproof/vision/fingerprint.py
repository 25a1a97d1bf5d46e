"""Perceptual hashes: whether two files show one picture, never whether two show one thing."""

import imagehash
import numpy as np
import pdqhash
from PIL import Image

from returnproof.domain.photo import Fingerprint
from returnproof.vision.cv import Rgb

# Both hashes look at 64 pixels a side at most; this is what keeps them equal for any decode scale.
FINGERPRINT_SIDE = 512


def fingerprint(pixels: Rgb) -> Fingerprint:
    """`pixels` upright RGB, longer side at most FINGERPRINT_SIDE."""
    phash = imagehash.phash(Image.fromarray(pixels))
    bits, quality = pdqhash.compute(pixels)
    return Fingerprint(str(phash), np.packbits(bits).tobytes().hex(), int(quality))


def distance(one: str, other: str) -> int:
    """Hamming distance of two hashes in hex; lower is more alike."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
