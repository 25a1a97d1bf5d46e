"""Fit vision/engine.json: `python scripts/training/calibration.py PHOTOS WORK`.

PHOTOS holds pairs.csv and orders.csv; WORK may hold edited.csv, copies made by
scripts/measuring/edited.py. Sightings are made by the engine itself and kept in WORK, so that
fitting again takes seconds. Every figure printed is of rows whose things were held out of the fit;
the numbers written are of all rows.
"""

import argparse
import csv
import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from fitting import Flags, Floats, fit, folds

from returnproof.config import Settings
from returnproof.services.accuracy import (
    area_under_curve,
    expected_calibration_error,
    true_positive_rate,
)
from returnproof.vision.feature_store import features_of
from returnproof.vision.features import Features, version
from returnproof.vision.learned import CALIBRATION, VARIABLE, brought
from returnproof.vision.model import Bands, Line, Model, item_signs, picture_signs
from returnproof.vision.sighting import Sighting, sight
from returnproof.vision.wire import Photo

VERSION = "2026-11-23.8"
# Products on one shelf differ by flavour only; they count, but less than things at large.
# All of them differ: in the fit they say what one place explains, not how often things are swapped.
COUNTED = {"same_item": 1.0, "same_product": 0.3, "swap_same_room": 0.1}
TWO_PHOTOS = 0.3
EDITED = "edited.csv"
BANDS = Bands(same_picture=0.93, same_item=0.95, different_one=0.12, different_several=0.12)


class Row(msgspec.Struct):
    """One row of pairs.csv or orders.csv with a sighting for each reference."""

    reference: str
    candidate: str
    same: bool
    task: str
    seen: list[Sighting]


def sightings(photos: Path, work: Path, name: str) -> list[Row]:
    """Made once and kept, by the version of the features they are of."""
    kept = work / f"{name}-{version()}.jsonl"
    done: list[Row] = []
    if kept.exists():
        done = [msgspec.json.decode(line, type=Row) for line in kept.read_bytes().splitlines()]
    with (photos / f"{name}.csv").open(newline="") as file, kept.open("ab") as out:
        rows = list(csv.DictReader(file))
        for place in range(len(done), len(rows)):
            row = rows[place]
            candidate = features(photos, work, row["candidate"])
            seen = [
                sight(each, features(photos, work, each), candidate)
                for each in row["reference"].split("|")
            ]
            made = Row(
                row["reference"], row["candidate"], row["label"] == "same", row["task"], seen
            )
            out.write(msgspec.json.encode(made) + b"\n")
            done.append(made)
    return done


@lru_cache(maxsize=512)
def features(photos: Path, work: Path, name: str) -> Features:
    path = photos / name
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return features_of(Photo(name, sha256, path), work, Settings(data_dir=work))


def thing(row: Row) -> str:
    """What must not be on both sides of a fold: the kind of thing, or the product."""
    first = row.reference.split("|")[0]
    return re.sub(r"_[A-Z]$", "", str(Path(first).parent)) if "clothing" not in first else first


def picture_line(rows: list[Row], edited: list[Row]) -> Line:
    """`edited`: copies made by scripts/measuring, which are in no figure printed here.

    Whatever pair is no copy counts as such, a little: two photographs are never one picture.
    """
    own = [row for row in rows if row.task == "same_picture"]
    report_held_out(own)
    others = [replaced(row) for row in rows if row.task != "same_picture"]
    every = [*own, *edited, *others]
    signs = np.array([picture_signs(row.seen[0]) for row in every])
    same = np.array([row.same for row in every])
    counted = np.array([1.0] * (len(own) + len(edited)) + [TWO_PHOTOS] * len(others))
    weights, intercept = fit(signs, same, counted)
    return Line(round(float(intercept), 4), tuple(np.round(weights, 4).tolist()))


def replaced(row: Row) -> Row:
    return Row(row.reference, row.candidate, False, row.task, row.seen)  # noqa: FBT003


def report_held_out(rows: list[Row]) -> None:
    signs = np.array([picture_signs(row.seen[0]) for row in rows])
    same = np.array([row.same for row in rows])
    held = np.zeros(len(rows))
    for out in folds([row.reference for row in rows]):
        weights, intercept = fit(signs[~out], same[~out], np.ones((~out).sum()))
        held[out] = signs[out] @ weights + intercept
    report("same_picture", held, same)


def item_line(rows: list[Row], counted: Floats) -> Line:
    """`counted` (n,) how much each row weighs in the fit."""
    signs = np.array([item_signs(row.seen) for row in rows])
    same = np.array([row.same for row in rows])
    held = np.zeros(len(rows))
    for out in folds([thing(row) for row in rows]):
        weights, intercept = fit(signs[~out], same[~out], counted[~out])
        held[out] = signs[out] @ weights + intercept
    for task in sorted({row.task for row in rows}):
        of_task = np.array([row.task == task for row in rows])
        report(task, held[of_task], same[of_task])
    weights, intercept = fit(signs, same, counted)
    return Line(round(float(intercept), 4), tuple(np.round(weights, 4).tolist()))


def report(name: str, log_odds: Floats, same: Flags) -> None:
    probability = 1 / (1 + np.exp(-log_odds))
    scores = list(zip(probability.tolist(), same.tolist(), strict=True))
    print(
        f"{name}: AUC {area_under_curve(scores):.4f} TPR {true_positive_rate(scores, 0.01):.3f}"
        f" ECE {expected_calibration_error(scores):.3f}"
    )
    for end in (0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98):
        said = probability >= end
        print(f"  same from {end}: {said.mean():.3f} of rows, right {same[said].mean():.3f}")
    for end in (0.002, 0.004, 0.006, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15):
        said = probability <= end
        if said.any():
            print(f"  other to {end}: {said.mean():.3f} of rows, right {1 - same[said].mean():.3f}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("photos", type=Path)
    asked.add_argument("work", type=Path)
    asked.add_argument("--matcher", type=Path, help="folder of a learned matcher to fit for")
    given = asked.parse_args()
    if given.matcher is not None:
        os.environ[VARIABLE] = str(given.matcher)
    learned = brought()
    pairs = sightings(given.photos, given.work, "pairs")
    orders = sightings(given.photos, given.work, "orders")
    edited = sightings(given.work, given.work, "edited") if (given.work / EDITED).exists() else []
    picture = picture_line(pairs, edited)
    items = [row for row in pairs if row.task in COUNTED]
    item = item_line(items, np.array([COUNTED[row.task] for row in items]))
    of_three = item_line(orders, np.ones(len(orders)))
    named = VERSION if learned is None else f"{VERSION}+{learned.version}"
    model = Model(named, picture, item, of_three, BANDS)
    swaps = [model.item_log_odds(row.seen) for row in pairs if row.task == "swap_same_room"]
    ends = 1 / (1 + np.exp(-np.array(swaps)))
    for end in (0.8, 0.9, 0.95):
        print(f"swap_same_room called same from {end}: {(ends >= end).mean():.3f}")
    print(f"and other to {BANDS.different_one}: {(ends <= BANDS.different_one).mean():.3f}")
    ours = Path(__file__).parents[2] / "server/returnproof/vision"
    place = (given.matcher or ours) / CALIBRATION
    place.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=2) + b"\n")


if __name__ == "__main__":
    main()
