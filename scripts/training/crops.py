"""Crops to train the embedding on, and which things it never sees.

Only photos whose terms allow it: clothing_full (CC0) and grocery_store (MIT), besides rendered
things. Photos of office things and of dreambooth are never read, a third of the senders of clothes
and two brands of goods are held out: on those the result is measured.
"""

import csv
import hashlib
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rendered import rendered

from returnproof.config import Settings
from returnproof.vision.decoding import decode
from returnproof.vision.embedding import crop
from returnproof.vision.features import WORK_SIDE, shrink
from returnproof.vision.foreground import foreground

SIDE = 128
FAMILIES = 360
_HELD_OUT_BRANDS = ("God-Morgon", "Arla")
_HELD_OUT_SHARE = 3


@dataclass(frozen=True, slots=True)
class Crops:
    """`pictures` (n, SIDE, SIDE, 4); what has one label is one thing or product, what has one
    block is hard to tell apart; `cut_out` (n,) those without a background.
    """  # noqa: D205

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64]
    blocks: NDArray[np.int64]
    cut_out: NDArray[np.bool_]


def sender_held_out(sender: str) -> bool:
    return hashlib.sha256(sender.encode()).digest()[0] % _HELD_OUT_SHARE == 0


def product_held_out(product: str) -> bool:
    return product.startswith(_HELD_OUT_BRANDS)


def listed(photos: Path) -> list[tuple[str, str, str]]:
    """(file, label, block) of every photo that may be learned from."""
    rows: list[tuple[str, str, str]] = []
    with (photos / "groups_same_product.csv").open(newline="") as file:
        rows += [
            (row["file"], row["product_id"], row["lookalike_family"] or "goods")
            for row in csv.DictReader(file)
            if not product_held_out(row["product_id"])
        ]
    with (photos / "groups_different_item.csv").open(newline="") as file:
        rows += [
            (row["file"], row["file"], f"sender {row['sender_id']}")
            for row in csv.DictReader(file)
            if row["file"].startswith("clothing_full/") and not sender_held_out(row["sender_id"])
        ]
    return rows


def crops(photos: Path, seed: int) -> Crops:
    """Made on every core, in some minutes."""
    rows = listed(photos)
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(partial(_crop, photos), [row[0] for row in rows], chunksize=16))
    pictures, labels, blocks = found, [row[1] for row in rows], [row[2] for row in rows]
    for number, thing in enumerate(t for family in rendered(FAMILIES, seed) for t in family):
        pictures += list(thing.crops)
        labels += [f"rendered {number}"] * len(thing.crops)
        blocks += [f"family {thing.family // 8}"] * len(thing.crops)
    cut_out = np.arange(len(pictures)) >= len(rows)
    return Crops(np.stack(pictures), _numbers(labels), _numbers(blocks), cut_out)


def _crop(photos: Path, name: str) -> NDArray[np.uint8]:
    picture = decode(photos / name, side=WORK_SIDE, limits=Settings(data_dir=photos))
    pixels = shrink(picture.pixels, WORK_SIDE)
    return crop(pixels, foreground(pixels), SIDE)


def _numbers(names: list[str]) -> NDArray[np.int64]:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)
