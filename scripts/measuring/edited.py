"""How surely an edited copy of a picture is told from another picture of nearly the same.

`python scripts/measuring/edited.py make PHOTOS WORK [--every N]` writes edited copies and
WORK/edited.csv; `returnproof evaluate WORK/edited.csv --root / --out WORK/edited.jsonl` answers;
`python scripts/measuring/edited.py table WORK/edited.jsonl` prints found and wrong by kind.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pillow_heif
from edits import EDITS, shrunk
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()
_COLUMNS = ("reference", "candidate", "label", "task", "kind")
_SIDE = 2000
_OTHERS = 9
# Labels of photos that are two photographs, however alike.
_NO_COPIES = ("same_item", "swap_same_room", "same_product")

Row = tuple[str, str, str, str, str]


def make(photos: Path, work: Path, every: int) -> None:
    """Copies of every `every`-th photo, each kind once; and pairs of two photographs."""
    rows = _rows(photos)
    sources = sorted({row["reference"] for row in rows if row["task"] in _NO_COPIES})[::every]
    (work / "edited").mkdir(parents=True, exist_ok=True)
    written = [*_copies(photos, work, sources), *_photographs(photos, rows, every)]
    with (work / "edited.csv").open("w", newline="") as file:
        csv.writer(file).writerows([_COLUMNS, *written])
    print(f"{len(sources)} photos, {len(written)} pairs")


def _rows(photos: Path) -> list[dict[str, str]]:
    with (photos / "pairs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _copies(photos: Path, work: Path, sources: list[str]) -> Iterator[Row]:
    """Each copy beside its original, and beside another picture, whose edit was the same."""
    for place, name in enumerate(sources):
        image = _opened(photos / name)
        around = [sources[(place + step) % len(sources)] for step in range(1, _OTHERS + 1)]
        others = [_opened(photos / each) for each in around]
        stranger = str(photos / sources[(place + len(sources) // 2) % len(sources)])
        for number, (kind, edit) in enumerate(EDITS.items()):
            copy = work / "edited" / f"{place:03}_{number:02}.jpg"
            edit(image, others, np.random.default_rng([place, number])).save(copy, quality=88)
            yield str(photos / name), str(copy), "same", "same_picture", kind
            yield stranger, str(copy), "different", "same_picture", f"another, {kind}"
            if place and "screenshot" in kind:
                before = work / "edited" / f"{place - 1:03}_{number:02}.jpg"
                yield str(before), str(copy), "different", "same_picture", "two screenshots"


def _opened(path: Path) -> Image.Image:
    return shrunk(ImageOps.exif_transpose(Image.open(path)).convert("RGB"), _SIDE)


def _photographs(photos: Path, rows: list[dict[str, str]], every: int) -> Iterator[Row]:
    for task in _NO_COPIES:
        for label in ("same", "different"):
            chosen = [row for row in rows if (row["task"], row["label"]) == (task, label)]
            for row in chosen[:: max(1, every // 3)]:
                sides = (str(photos / row[side]) for side in ("reference", "candidate"))
                yield (*sides, "different", "same_picture", f"two photos: {task}, {label}")


def table(results: Path) -> None:
    """Shares called the same picture, by kind."""
    kinds: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for line in results.read_text().splitlines():
        row = json.loads(line)
        called = row["outcome"] == "same_picture"
        kinds[row["kind"]].append((row["label"] == "same", called))
    for kind, found in kinds.items():
        called = sum(each for _, each in found)
        what = "found" if found[0][0] else "WRONG" if called else "none"
        print(f"{kind:45} {called:4} of {len(found):4}  {what}")


def main() -> None:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("photos", type=Path)
    making.add_argument("work", type=Path)
    making.add_argument("--every", type=int, default=40)
    commands.add_parser("table").add_argument("results", type=Path)
    given = parser.parse_args()
    if given.command == "make":
        make(given.photos.resolve(), given.work.resolve(), given.every)
    else:
        table(given.results)


if __name__ == "__main__":
    main()
