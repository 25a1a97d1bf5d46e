"""Round goods: tins, bottles, mugs, loudspeakers, jars and a plain vase."""

import cv2
import numpy as np

from returnproof.sample import surface
from returnproof.sample.mesh import Floats, Part, Picture, lathe, moved, tube
from returnproof.sample.printing import Thing, aged, printed


def _round(thing: Thing, width: int, height: int, *, motifs: int = 60) -> Picture:
    """A print that goes all around: the label twice, with the unit's sticker between."""
    label = printed(thing, width // 2, height, motifs=motifs)
    picture = np.concatenate([label, label], 1)
    size = width // 9
    surface.serial_sticker(picture, thing.unit, (int(width * 0.86), int(height * 0.72)), size)
    return aged(thing, picture, salt=1)


def tin(thing: Thing) -> list[Part]:
    """A tin of tea or milk powder with a metal lid."""
    body = lathe([(0.055, 0.17), (0.055, 0.0)], _round(thing, 1600, 680), gloss=0.35)
    lid = surface.shaded(
        surface.plain(500, 80, (150, 178, 196)), surface.clouds(thing.marks(), 500, 80), 12
    )
    rim = lathe([(0.0, 0.186), (0.05, 0.186), (0.057, 0.182), (0.057, 0.165)], lid, gloss=0.7)
    return [body, rim]


def bottle(thing: Thing) -> list[Part]:
    """A dropper bottle with a printed label; with the flaw `leak` its label is stained."""
    label = _round(thing, 1300, 620, motifs=36)
    if thing.flaw == "leak":
        stain = np.clip(surface.clouds(thing.marks(), 1300, 620, cells=3) * 1.4, 0, 1)[..., None]
        label = np.clip(label * (1 - stain) + np.array([40, 110, 150]) * stain, 0, 255).astype(
            np.uint8
        )
    glass = surface.plain(400, 120, tuple(int(c * 0.6) for c in thing.palette[0]))  # type: ignore[arg-type]
    shoulder = [(0.014, 0.118), (0.016, 0.108), (0.031, 0.098), (0.035, 0.088), (0.035, 0.084)]
    foot = [(0.035, 0.012), (0.034, 0.0)]
    rubber = surface.shaded(
        surface.plain(300, 160, (52, 48, 46)), surface.clouds(thing.random(), 300, 160), 8
    )
    cap = [
        (0.0, 0.168),
        (0.009, 0.166),
        (0.011, 0.15),
        (0.011, 0.14),
        (0.016, 0.138),
        (0.016, 0.112),
    ]
    return [
        lathe(shoulder, glass, gloss=0.8),
        lathe([(0.0352, 0.084), (0.0352, 0.012)], label, gloss=0.3),
        lathe(foot, glass, gloss=0.8),
        lathe(cap, rubber, gloss=0.3),
    ]


def mug(thing: Thing) -> list[Part]:
    """A glazed mug with a print; with the flaw `crack` it is broken from the rim."""
    picture = printed(thing, 800, 620, motifs=52)
    picture = aged(thing, np.concatenate([picture, picture], 1), salt=1)
    if thing.flaw == "crack":
        surface.crack(picture, thing.marks(), (0.78, 0.0), (0.70, 0.72))
        surface.crack(picture, thing.marks(), (0.66, 0.0), (0.73, 0.38))
    inside = surface.plain(300, 200, (214, 222, 228))
    body = lathe([(0.044, 0.098), (0.045, 0.05), (0.043, 0.0)], picture, gloss=0.7)
    hollow = lathe([(0.041, 0.098), (0.04, 0.03), (0.0, 0.012)], inside, gloss=0.5, solid=False)
    rim = lathe([(0.041, 0.0982), (0.0425, 0.0995), (0.044, 0.098)], inside, gloss=0.8, solid=False)

    def ear(t: Floats) -> Floats:
        angle = (t - 0.5) * np.pi * 1.06
        x, z = 0.042 + 0.033 * np.cos(angle), 0.052 + 0.029 * np.sin(angle)
        return np.stack([x, np.zeros_like(t), z], 1).astype(np.float32)

    glaze = surface.plain(120, 120, thing.palette[0])
    return [body, hollow, rim, tube(ear, 0.0062, glaze)]


def speaker(thing: Thing) -> list[Part]:
    """A cloth-covered loudspeaker with a badge, standing up."""
    random = thing.random()
    cloth = surface.woven(random, 1500, 760, thing.palette[0], thread=7)
    surface.emblems(cloth, random, [thing.palette[2], thing.palette[3]], 34)
    for centre in (375, 1125):
        cv2.rectangle(cloth, (centre - 190, 280), (centre + 190, 470), thing.palette[3], -1)
        crop = cloth[280:470, centre - 180 : centre + 180]
        surface.centred(crop, thing.brand, 110, 96, thing.palette[1], bold=True)
        surface.centred(crop, thing.name, 165, 40, thing.palette[1])
    surface.serial_sticker(cloth, thing.unit, (1150, 650), 190)
    cloth = aged(thing, cloth, salt=1)
    top = surface.plain(400, 90, (44, 44, 46))
    lid = lathe([(0.0, 0.196), (0.038, 0.196), (0.046, 0.19), (0.047, 0.183)], top, gloss=0.4)
    return [lathe([(0.047, 0.183), (0.048, 0.1), (0.047, 0.0)], cloth, gloss=0.05), lid]


def jars(thing: Thing) -> list[Part]:
    """A set of `count` jars side by side, each with its own flavour."""
    flavours = ("原味", "蜂蜜", "玫瑰", "桂花")
    parts: list[Part] = []
    for number in range(thing.count):
        own = Thing(
            "jar",
            thing.design + number * 3,
            thing.brand,
            flavours[number % 4],
            f"{thing.unit}{number}",
        )
        label = _round(own, 1200, 520, motifs=38)
        lid = surface.grain(own.marks(), surface.plain(400, 80, own.palette[2]), 6)
        profile = [(0.0, 0.098), (0.034, 0.098), (0.037, 0.094), (0.037, 0.078)]
        jar = [
            lathe([(0.038, 0.078), (0.038, 0.0)], label, gloss=0.45),
            lathe(profile, lid, gloss=0.5),
        ]
        place = (-0.055 + 0.11 * (number % 2), 0.05 - 0.1 * (number // 2), 0.0)
        parts += moved(jar, by=place, turn=number * 31 - 20)
    return parts


def vase(thing: Thing) -> list[Part]:
    """Plain white glaze: next to nothing on it can be recognised."""
    glaze = surface.plain(300, 300, (226, 230, 232))
    glaze = surface.shaded(glaze, surface.clouds(thing.random(), 300, 300, cells=2, octaves=1), 3)
    outline = [
        (0.022, 0.24), (0.02, 0.21), (0.026, 0.185), (0.046, 0.15), (0.06, 0.105),
        (0.056, 0.05), (0.04, 0.015), (0.036, 0.0),
    ]  # fmt: skip
    inner = lathe([(0.022, 0.24), (0.017, 0.2)], (glaze * 0.4).astype(np.uint8), solid=False)
    return [lathe(outline, glaze, gloss=0.5, around=56), inner]
