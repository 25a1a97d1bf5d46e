"""What things are photographed on: the packing station's mat and other people's homes."""

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from returnproof.sample import surface
from returnproof.sample.mesh import Picture

SIDE = 1400  # texels along the metre and a half that one sheet covers


def _mat(random: surface.Random) -> Picture:
    picture = surface.grain(random, surface.plain(SIDE, SIDE, (86, 104, 62)), 5)
    for at in range(0, SIDE, 93):
        strong = at % 465 == 0
        colour = (150, 170, 120) if strong else (112, 130, 86)
        cv2.line(picture, (at, 0), (at, SIDE), colour, 3 if strong else 1)
        cv2.line(picture, (0, at), (SIDE, at), colour, 3 if strong else 1)
        for number in range(0, SIDE, 93):
            surface.text(
                picture, str((at + number) // 93), (at + 6, number - 6), 17, (150, 170, 120)
            )
    for at in (260, 900):
        surface.text(
            picture, "打包台 PACKING 07", (at - 180, at + 140), 52, (140, 160, 112), bold=True
        )
        cv2.circle(picture, (at + 260, at - 130), 150, (132, 152, 104), 2, cv2.LINE_AA)
        cv2.line(picture, (at, at), (at + 420, at - 420), (132, 152, 104), 2, cv2.LINE_AA)
    return surface.worn(picture, random, 0.16)


def _wood(random: surface.Random) -> Picture:
    return surface.worn(surface.wood(random, SIDE, SIDE, (96, 138, 178)), random, 0.18)


def _dark_wood(random: surface.Random) -> Picture:
    return surface.wood(random, SIDE, SIDE, (52, 74, 104), planks=7)


def _tiles(random: surface.Random) -> Picture:
    picture = surface.plain(SIDE, SIDE, (184, 192, 196))
    picture = surface.shaded(picture, surface.clouds(random, SIDE, SIDE, cells=6, octaves=6), 12)
    for at in range(0, SIDE, 350):
        cv2.line(picture, (at, 0), (at, SIDE), (150, 156, 160), 7)
        cv2.line(picture, (0, at), (SIDE, at), (150, 156, 160), 7)
    return surface.grain(random, picture, 3)


def _sheet(random: surface.Random) -> Picture:
    picture = surface.woven(random, SIDE, SIDE, (178, 160, 150))
    surface.emblems(picture, random, [(150, 128, 112), (196, 184, 178), (140, 150, 176)], 120)
    for at in range(60, SIDE, 140):
        cv2.line(picture, (at, 0), (at, SIDE), (150, 120, 104), 22)
    folds = surface.clouds(random, SIDE, SIDE, cells=2, octaves=3)
    return surface.shaded(picture, folds, 22)


def _cardboard(random: surface.Random) -> Picture:
    picture = surface.plain(SIDE, SIDE, (108, 150, 184))
    ribs = np.broadcast_to(np.sin(np.arange(SIDE, dtype=np.float32) * 0.55)[None, :], (SIDE, SIDE))
    picture = surface.shaded(picture, ribs * 0.35 + surface.clouds(random, SIDE, SIDE), 11)
    for x, y in ((180, 420), (820, 1060), (760, 300)):
        surface.text(picture, "易碎品 FRAGILE ↑↑", (x, y), 58, (70, 96, 122), bold=True)
        surface.text(picture, "5 PLY · 420×300×260", (x, y + 52), 30, (80, 108, 134))
    cv2.rectangle(picture, (0, 640), (SIDE, 720), (130, 176, 204), -1)
    return surface.worn(surface.grain(random, picture, 4), random, 0.15)


def _concrete(random: surface.Random) -> Picture:
    picture = surface.plain(SIDE, SIDE, (146, 150, 152))
    picture = surface.shaded(picture, surface.clouds(random, SIDE, SIDE, cells=5, octaves=7), 26)
    return surface.worn(surface.grain(random, picture, 8), random, 0.3)


def _stone(random: surface.Random) -> Picture:
    veins = np.abs(surface.clouds(random, SIDE, SIDE, cells=3, octaves=6))
    dark = np.clip(0.12 - veins, 0, 1) * -8
    return surface.shaded(surface.plain(SIDE, SIDE, (200, 204, 206)), dark + veins * 0.2, 46)


GROUNDS: dict[str, Callable[[surface.Random], Picture]] = {
    "mat": _mat,
    "wood": _wood,
    "dark_wood": _dark_wood,
    "tiles": _tiles,
    "sheet": _sheet,
    "cardboard": _cardboard,
    "concrete": _concrete,
    "stone": _stone,
}


@lru_cache(maxsize=4)
def ground(name: str, seed: int) -> Picture:
    return GROUNDS[name](np.random.default_rng(seed))
