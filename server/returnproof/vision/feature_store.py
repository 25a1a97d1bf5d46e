"""Features on disk, by the photo's SHA-256 and FEATURES_VERSION: made once, read ever after."""

import tempfile
from functools import lru_cache
from pathlib import Path

from returnproof.vision.decoding import PixelLimits
from returnproof.vision.features import FEATURES_VERSION, Features, dump, extract, load, read
from returnproof.vision.wire import Photo

# Half a megabyte each.
_HELD = 24


def features_of(photo: Photo, derived: Path, limits: PixelLimits) -> Features:
    """Kept ones, else made and kept. Raises UnreadableImage, UnsupportedMedia, TooLarge."""
    place = derived / "features" / FEATURES_VERSION / photo.sha256[:2] / f"{photo.sha256}.npz"
    try:
        written = place.stat()
        return _loaded(place, written.st_mtime_ns, written.st_size)
    except (OSError, ValueError):
        features = extract(read(photo.path, limits))
    _keep(place, dump(features))
    return features


@lru_cache(maxsize=_HELD)
def _loaded(place: Path, _changed_ns: int, _size: int) -> Features:
    """Held while the file is as it was: one order's photos are asked for again and again."""
    return load(place.read_bytes())


def _keep(place: Path, document: bytes) -> None:
    """Whole or not at all. Not fsynced: what is lost in a crash is made again."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as passing:
            whole = Path(passing) / place.name
            whole.write_bytes(document)
            whole.replace(place)
    except OSError:
        return  # a full disk costs speed here, never a result
