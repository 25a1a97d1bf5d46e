"""What is kept of a photo for comparing: keypoints with RootSIFT descriptors, and its fingerprint.

Everything is in one npz file without pickles, so that a damaged or foreign file is only an error.
"""

import io
import zipfile
from dataclasses import dataclass

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from returnproof.domain.comparison import Reason
from returnproof.domain.photo import Fingerprint
from returnproof.vision.cv import Floats, Rgb
from returnproof.vision.decoding import Picture
from returnproof.vision.fingerprint import FINGERPRINT_SIDE, fingerprint
from returnproof.vision.quality import faults

# Part of the folder's name: any change below that changes numbers must change it too.
FEATURES_VERSION = "sift-1"
WORK_SIDE = 800
MAX_KEYPOINTS = 2000
_CONTRAST = 0.02


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of one photo.

    `points` (n, 2) pixels of the work picture of `size` (width, height); `descriptors` (n, 128) as
    OpenCV's SIFT gives them, in bytes.
    """

    size: tuple[int, int]
    points: Floats
    descriptors: NDArray[np.uint8]
    fingerprint: Fingerprint
    faults: tuple[Reason, ...] = ()


def extract(picture: Picture) -> Features:
    """`picture` decoded to at most WORK_SIDE."""
    pixels = picture.pixels
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    sift = cv2.SIFT.create(nfeatures=MAX_KEYPOINTS, contrastThreshold=_CONTRAST)
    keypoints, descriptors = sift.detectAndCompute(grey, None)
    points = np.array([keypoint.pt for keypoint in keypoints], np.float32).reshape(-1, 2)
    if descriptors is None:
        descriptors = np.empty((0, 128), np.float32)
    return Features(
        size=(pixels.shape[1], pixels.shape[0]),
        points=points,
        descriptors=np.clip(descriptors, 0, 255).astype(np.uint8),
        fingerprint=fingerprint(_small(pixels)),
        faults=faults(pixels, picture.width, picture.height),
    )


def root(descriptors: NDArray[np.uint8]) -> Floats:
    """RootSIFT: Euclidean distance then compares histograms as they should be (Hellinger)."""
    values = descriptors.astype(np.float32)
    sums = np.maximum(values.sum(axis=1, keepdims=True), np.float32(1))
    return np.asarray(np.sqrt(values / sums), np.float32)


def dump(features: Features) -> bytes:
    """For a file; `load` gives it back."""
    file = io.BytesIO()
    stamp = features.fingerprint
    np.savez(
        file,
        size=np.array(features.size),
        points=features.points,
        descriptors=features.descriptors,
        hashes=np.array([stamp.phash, stamp.pdq]),
        quality=np.array(stamp.quality),
        faults=np.frombuffer(msgspec.json.encode(features.faults), np.uint8),
    )
    return file.getvalue()


def load(document: bytes) -> Features:
    """Raises ValueError for anything `dump` did not write."""
    try:
        with np.load(io.BytesIO(document), allow_pickle=False) as arrays:
            width, height = (int(value) for value in arrays["size"])
            phash, pdq = (str(value) for value in arrays["hashes"])
            return Features(
                (width, height),
                arrays["points"].astype(np.float32).reshape(-1, 2),
                arrays["descriptors"].astype(np.uint8).reshape(-1, 128),
                Fingerprint(phash, pdq, int(arrays["quality"])),
                msgspec.json.decode(arrays["faults"].tobytes(), type=tuple[Reason, ...]),
            )
    except (KeyError, OSError, EOFError, zipfile.BadZipFile, msgspec.MsgspecError) as error:
        raise ValueError("not a features file") from error


def _small(pixels: Rgb) -> Rgb:
    factor = FINGERPRINT_SIDE / max(pixels.shape[:2])
    if factor >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
