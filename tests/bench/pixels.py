"""What reading and comparing pictures costs on one core, beside plain uses of the same libraries.

CPU time of this process, threads included, so that another program on the machine changes little;
the best of several rounds, since noise only ever adds.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import imagehash
import numpy as np
import pdqhash
from PIL import Image
from tests.bench.figure import Figure
from tests.bench.pictures import another_view, on_a_table, textured, write

from returnproof.config import Settings
from returnproof.vision.comparing import compare
from returnproof.vision.decoding import decode
from returnproof.vision.features import extract, read
from returnproof.vision.fingerprint import FINGERPRINT_SIDE, fingerprint

REFERENCES = 6
ROUNDS = 7
MILLISECONDS = 1000


def figures(folder: Path) -> Iterator[Figure]:
    """12-megapixel photos, JPEG; fingerprints, features, and a candidate against six references."""
    settings = Settings(data_dir=folder)
    thing = on_a_table(textured(1), 1)
    photos = [write(folder, f"r{n}", another_view(thing, n)) for n in range(REFERENCES)]
    candidate = write(folder, "candidate", another_view(thing, 99))
    yield _fingerprints(candidate, settings)
    yield _features(candidate, settings)
    yield _comparison(photos, candidate, settings)


def _fingerprints(photo: Path, settings: Settings) -> Figure:
    ours = _best(lambda: fingerprint(decode(photo, side=FINGERPRINT_SIDE, limits=settings).pixels))
    scaled = _best(lambda: _scaled(photo))
    plain = _best(lambda: (imagehash.phash(Image.open(photo)), _plain_pdq(photo)))
    note = (
        "pHash and PDQ of a 12-megapixel JPEG; baseline: Pillow's decode at the same fraction; "
        f"aim ≤ 1.2 × that + 2 ms = {1.2 * scaled + 2:.1f} ms; ImageHash and pdqhash as they come, "
        f"on the whole picture: {plain:.0f} ms"
    )
    return Figure("fingerprint_12mp", ours, "ms", scaled, note)


def _features(photo: Path, settings: Settings) -> Figure:
    ours = MILLISECONDS / _best(lambda: extract(read(photo, settings)))
    plain = MILLISECONDS / _best(lambda: _plain_sift(photo, settings))
    note = "decoding included, one core; baseline: OpenCV's SIFT as it comes on the same 1,600 px"
    return Figure("features_12mp", ours, "photos/s", plain, note)


def _comparison(photos: list[Path], candidate: Path, settings: Settings) -> Figure:
    references = [(each.name, extract(read(each, settings))) for each in photos]
    judged = extract(read(candidate, settings))
    ours = _best(lambda: compare(references, judged))
    stored = [_keypoints(each, settings) for each in photos]
    asked = _keypoints(candidate, settings)
    plain = _best(lambda: [_magsac(each, asked) for each in stored])
    note = (
        f"one candidate against {REFERENCES} references whose features are stored, one core; aim "
        "≤ 300 ms; baseline: OpenCV's ratio test and USAC_MAGSAC on as many stored SIFT points"
    )
    return Figure("compare_six_references", ours, "ms", plain, note)


def _best(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    took = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    return min(took) * MILLISECONDS


def _scaled(photo: Path) -> None:
    with Image.open(photo) as image:
        factor = FINGERPRINT_SIDE / max(image.size)
        image.draft(None, (int(image.width * factor), int(image.height * factor)))
        image.load()


def _plain_pdq(photo: Path) -> object:
    return pdqhash.compute(np.asarray(Image.open(photo).convert("RGB")))


def _plain_sift(photo: Path, settings: Settings) -> object:
    return _keypoints(photo, settings, most=0)


def _keypoints(photo: Path, settings: Settings, most: int = 1200):
    picture = decode(photo, side=1600, limits=settings)
    grey = cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY)
    return cv2.SIFT.create(nfeatures=most).detectAndCompute(grey, None)


def _magsac(reference, candidate) -> int:
    pairs = cv2.BFMatcher().knnMatch(reference[1], candidate[1], k=2)
    good = [one for one, other in pairs if one.distance < 0.8 * other.distance]
    if len(good) < 4:
        return 0
    source = np.float32([reference[0][each.queryIdx].pt for each in good])
    target = np.float32([candidate[0][each.trainIdx].pt for each in good])
    _, inliers = cv2.findHomography(source, target, cv2.USAC_MAGSAC, 4.0)
    return 0 if inliers is None else int(inliers.sum())
