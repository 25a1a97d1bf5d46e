"""What is kept of a photo for comparing. Made once, when the photo comes, or at first need."""

import io
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from returnproof.domain.comparison import Reason
from returnproof.domain.photo import Fingerprint
from returnproof.vision import colour
from returnproof.vision.cv import Floats, Grey, Rgb
from returnproof.vision.decoding import Picture, PixelLimits, decode
from returnproof.vision.embedding import Looks, looks
from returnproof.vision.fingerprint import FINGERPRINT_SIDE, fingerprint
from returnproof.vision.foreground import box, foreground
from returnproof.vision.keypoints import MOST, Keypoints, detect
from returnproof.vision.learned import Spots, brought
from returnproof.vision.quality import faults
from returnproof.vision.several import closeness, elongation

# Part of the folder's name: any change that changes numbers must change it too.
FEATURES_VERSION = "looks-2"
DECODE_SIDE = 1600
# Half of 12 megapixels is 2000 or 2040 wide: more detail than asked for, and nothing to compute.
_DECODE_SLACK = 1.3
WORK_SIDE = 800
THUMB_SIDE = 192


@dataclass(frozen=True, slots=True)
class Features:
    """Everything is in pixels of the work picture of `size` (width, height).

    That is WORK_SIDE at most, larger for pictures that hold several (`several.closeness`).

    `whole` are keypoints of the picture, `zoom` of the item's box enlarged; `mask` where the item
    is; `colours` as in `colour.histograms`, `backdrop` those around it; `looks` as in
    `embedding`; `thumb` a grey picture of at most THUMB_SIDE, times as much; `spots` of a learned
    detector that the operator brought.
    """

    size: tuple[int, int]
    whole: Keypoints
    zoom: Keypoints
    mask: Grey
    colours: Floats
    backdrop: Floats
    looks: Looks
    thumb: Grey
    fingerprint: Fingerprint
    faults: tuple[Reason, ...] = ()
    spots: Spots | None = None


def version() -> str:
    """FEATURES_VERSION, and which learned detector looked at the item besides, if any."""
    learned = brought()
    return FEATURES_VERSION if learned is None else f"{FEATURES_VERSION}-{learned.version}"


def read(path: Path, limits: PixelLimits) -> Picture:
    """As `extract` wants it. Raises UnreadableImage, UnsupportedMedia, TooLarge."""
    picture = decode(path, side=DECODE_SIDE, limits=limits, slack=_DECODE_SLACK)
    longer = elongation(picture.width, picture.height)
    if longer == 1:
        return picture
    return decode(path, side=round(longer * DECODE_SIDE), limits=limits, slack=_DECODE_SLACK)


def extract(picture: Picture) -> Features:
    """`picture` as `read` gives it."""
    pixels = shrink(picture.pixels, WORK_SIDE)
    closer = closeness(pixels)
    if closer > 1:
        pixels = shrink(picture.pixels, round(closer * WORK_SIDE))
    size = (pixels.shape[1], pixels.shape[0])
    # Beside the rest: OpenCV works without the interpreter's lock, and a second core may be idle.
    with ThreadPoolExecutor(1) as beside:
        whole = beside.submit(detect, pixels, round(closer * MOST))
        mask = foreground(pixels)
        zoom, spots = _zoomed(picture.pixels, mask, size)
    return Features(
        size=size,
        whole=whole.result(),
        zoom=zoom,
        mask=mask,
        colours=colour.histograms(pixels, mask),
        backdrop=colour.backdrop(pixels, mask),
        looks=looks(pixels, mask),
        thumb=_grey(shrink(pixels, round(closer * THUMB_SIDE))),
        fingerprint=fingerprint(shrink(pixels, FINGERPRINT_SIDE)),
        faults=faults(pixels, picture.width, picture.height),
        spots=spots,
    )


def _grey(pixels: Rgb) -> Grey:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def shrink(pixels: Rgb, side: int) -> Rgb:
    """The same picture with its longer side at most `side`."""
    factor = side / max(pixels.shape[:2])
    if factor >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _zoomed(pixels: Rgb, mask: Grey, size: tuple[int, int]) -> tuple[Keypoints, Spots | None]:
    """Keypoints of the item's box at WORK_SIDE, brought back to the work picture's pixels."""
    left, top, right, bottom = box(mask, (pixels.shape[1], pixels.shape[0]))
    part = pixels[top:bottom, left:right]
    factor = WORK_SIDE / max(part.shape[:2])
    shape = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
    enlarging = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    enlarged = np.asarray(cv2.resize(part, shape, interpolation=enlarging), np.uint8)
    found, learned = detect(enlarged), brought()
    back = size[0] / pixels.shape[1]
    points = found.points.copy()
    points[:, :3] *= np.float32(back / factor)
    points[:, :2] += np.array([left, top], np.float32) * np.float32(back)
    onto = (left * back, top * back, back / factor)
    spots = None if learned is None else learned.spots(enlarged, onto)
    return Keypoints(points, found.descriptors), spots


def dump(features: Features) -> bytes:
    """For a file; `load` gives it back."""
    file = io.BytesIO()
    stamp = features.fingerprint
    np.savez(
        file,
        **_spots_arrays(features.spots),
        size=np.array(features.size),
        whole_points=features.whole.points,
        whole_descriptors=features.whole.descriptors,
        zoom_points=features.zoom.points,
        zoom_descriptors=features.zoom.descriptors,
        mask=features.mask,
        colours=features.colours,
        backdrop=features.backdrop,
        looks_whole=features.looks.whole,
        looks_parts=features.looks.parts,
        looks_shares=features.looks.shares,
        thumb=features.thumb,
        hashes=np.array([stamp.phash, stamp.pdq]),
        quality=np.array(stamp.quality),
        faults=np.frombuffer(msgspec.json.encode(features.faults), np.uint8),
    )
    return file.getvalue()


def _spots_arrays(spots: Spots | None) -> dict[str, Any]:
    if spots is None:
        return {}
    return {
        "spots_places": spots.places,
        "spots_descriptors": spots.descriptors.astype(np.float16),
        "spots_frame": np.array(spots.frame),
        "spots_onto": np.array(spots.onto),
    }


def _spots(arrays: Mapping[str, NDArray[Any]]) -> Spots | None:
    if "spots_places" not in arrays:
        return None
    width, height = (int(value) for value in arrays["spots_frame"])
    left, top, scale = (float(value) for value in arrays["spots_onto"])
    descriptors = arrays["spots_descriptors"].astype(np.float32)
    return Spots(arrays["spots_places"], descriptors, (width, height), (left, top, scale))


def load(document: bytes) -> Features:
    """Raises ValueError for anything `dump` did not write."""
    try:
        with np.load(io.BytesIO(document), allow_pickle=False) as arrays:
            width, height = (int(value) for value in arrays["size"])
            phash, pdq = (str(value) for value in arrays["hashes"])
            return Features(
                (width, height),
                Keypoints(arrays["whole_points"], arrays["whole_descriptors"]),
                Keypoints(arrays["zoom_points"], arrays["zoom_descriptors"]),
                arrays["mask"],
                arrays["colours"],
                arrays["backdrop"],
                Looks(arrays["looks_whole"], arrays["looks_parts"], arrays["looks_shares"]),
                arrays["thumb"],
                Fingerprint(phash, pdq, int(arrays["quality"])),
                msgspec.json.decode(arrays["faults"].tobytes(), type=tuple[Reason, ...]),
                _spots(arrays),
            )
    except (KeyError, OSError, EOFError, zipfile.BadZipFile, msgspec.MsgspecError) as error:
        raise ValueError("not a features file") from error
