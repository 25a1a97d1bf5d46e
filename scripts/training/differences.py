"""Fit vision/difference.json: `python scripts/training/differences.py PHOTOS WORK [--every N]`.

Undamaged are the same_item pairs of PHOTOS/pairs.csv and second shots made of single photos
(reshot.py); damage is drawn (damage.py) on the candidate of each. Prints, on things held out of the
fit, how many undamaged pairs get a box (at most 2 % are allowed) and how much damage is found.
"""

import argparse
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import msgspec
import numpy as np
from damage import KINDS
from fitting import Flags, Floats, fit, folds
from reshot import reshot

from returnproof.config import Settings
from returnproof.vision.cv import Rgb
from returnproof.vision.decoding import Picture
from returnproof.vision.difference import Judge, compared
from returnproof.vision.difference_regions import SIGNS
from returnproof.vision.features import WORK_SIDE, Features, extract, read, shrink
from returnproof.vision.formats import PictureFormat
from returnproof.vision.model import Line, logistic

VERSION = "2026-11-23.1"
ALLOWED = 0.02
RESHOTS = 60
_USABLE = 400
_OWN = 0.3


@dataclass
class Look:
    """One pair looked at: `damage` None or its kind; `signs` of regions, `hit`: on the damage."""

    thing: str
    real: bool
    damage: str | None
    signs: list[tuple[float, ...]]
    hit: list[bool]


def pairs(photos: Path, every: int) -> Iterator[tuple[str, Picture, Picture, bool]]:
    """Thing, reference, candidate, and whether both are photographs."""
    settings = Settings(data_dir=photos)
    with (photos / "pairs.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["task"] == "same_item"]
    for row in [row for row in rows if row["label"] == "same"][::every]:
        one, other = (read(photos / row[side], settings) for side in ("reference", "candidate"))
        yield str(Path(row["reference"]).parent), one, other, True
    singles = sorted({row["reference"] for row in rows})
    for place, name in enumerate(singles[:: max(1, every * len(singles) // RESHOTS)]):
        one = read(photos / name, settings)
        pixels = reshot(one.pixels, np.random.default_rng(place))
        yield str(Path(name).parent), one, _picture(pixels, one.format), False


def _picture(pixels: Rgb, form: PictureFormat) -> Picture:
    return Picture(pixels, pixels.shape[1], pixels.shape[0], form, None)


def look_at(thing: str, one: Picture, other: Picture, *, real: bool) -> Iterator[Look]:
    """Undamaged, and once with damage where it could be seen."""
    reference, candidate = extract(one), extract(other)
    seen = _look(reference, candidate, one.pixels, other.pixels, None)
    yield Look(thing, real, None, seen[0], [])
    where = seen[2]
    if where is None or int(where.sum()) < _USABLE:
        return
    pixels = shrink(other.pixels, WORK_SIDE)
    dice = np.random.default_rng(int(hashlib.sha256(pixels.tobytes()).hexdigest()[:8], 16))
    ys, xs = np.nonzero(where)
    place, size = int(dice.integers(len(xs))), float(dice.uniform(0.08, 0.25) * where.sum() ** 0.5)
    kind = sorted(KINDS)[int(dice.integers(len(KINDS)))]
    broken, mask = KINDS[kind](pixels, (int(xs[place]), int(ys[place])), size, dice)
    again = extract(_picture(broken, other.format))
    found = _look(reference, again, one.pixels, broken, mask)
    yield Look(thing, real, kind, found[0], found[1])


def _look(
    reference: Features, candidate: Features, left: Rgb, right: Rgb, mask: Flags | None
) -> tuple[list[tuple[float, ...]], list[bool], Flags | None]:
    seen = compared(reference, candidate, left, right)
    if seen is None:
        return [], [], None
    wide = np.zeros(seen.usable.shape, np.uint8) if mask is None else mask.astype(np.uint8)
    wide = cv2.dilate(wide, np.ones((9, 9), np.uint8)) > 0
    hits = []
    for region in seen.regions:
        left_, top, width, height = region.box
        own = region.where & wide[top : top + height, left_ : left_ + width]
        hits.append(bool(own.sum() >= _OWN * region.where.sum()))
    return [region.signs for region in seen.regions], hits, seen.usable & seen.item


def held_out(looks: list[Look]) -> tuple[list[float], Floats, Flags]:
    """The best region's log-odds of each look, fitted on other things; and all rows for a fit."""
    rows = [
        (place, signs, bool(look.damage and look.hit[index]), look.thing)
        for place, look in enumerate(looks)
        for index, signs in enumerate(look.signs)
        if not look.damage or look.hit[index]  # the rest of a damaged pair is there undamaged too
    ]
    inputs, hit = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    best = [-99.0] * len(looks)
    for held in folds([row[3] for row in rows]):
        weights, intercept = fit(inputs[~held], hit[~held], np.ones(int((~held).sum())))
        for index in np.flatnonzero(held):
            score = float(inputs[index] @ weights + intercept)
            best[rows[index][0]] = max(best[rows[index][0]], score)
    return best, inputs, hit


def report(looks: list[Look], best: list[float]) -> float:
    """Prints the figures; the log-odds from which a region is told."""
    clean = sorted(
        (score for look, score in zip(looks, best, strict=True) if look.real and not look.damage),
        reverse=True,
    )
    least = clean[int(ALLOWED * len(clean))] + 1e-6
    for real in (True, False):
        own = [(look, score > least) for look, score in zip(looks, best, strict=True)]
        own = [each for each in own if each[0].real is real]
        alarms = [told for look, told in own if not look.damage]
        found = [told for look, told in own if look.damage]
        print("photographs" if real else "second shots", end=": ")
        print(f"{len(alarms)} undamaged, {np.mean(alarms):.3f} get a box;", end=" ")
        print(f"{len(found)} damaged, {np.mean(found):.3f} found")
        for kind in sorted(KINDS):
            told = [each for look, each in own if look.damage == kind]
            print(f"  {kind:8} {len(told):4} {np.mean(told) if told else 0:.2f}")
    return least


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("photos", type=Path)
    asked.add_argument("work", type=Path)
    asked.add_argument("--every", type=int, default=1)
    given = asked.parse_args()
    looks = [
        look
        for thing, one, other, real in pairs(given.photos, given.every)
        for look in look_at(thing, one, other, real=real)
    ]
    best, inputs, hit = held_out(looks)
    least = report(looks, best)
    weights, intercept = fit(inputs, hit, np.ones(len(hit)))
    line = Line(round(intercept, 3), tuple(round(float(each), 3) for each in weights))
    print(dict(zip(SIGNS, line.weights, strict=True)))
    made = Judge(VERSION, line, round(logistic(least), 3))
    (given.work / "difference.json").write_bytes(msgspec.json.encode(made))


if __name__ == "__main__":
    main()
