"""Goods with shapes of their own: shoes, a handbag, a toy robot."""

import cv2
import numpy as np

from returnproof.sample import surface
from returnproof.sample.mesh import Floats, Part, Picture, box, moved, sheet, tube
from returnproof.sample.printing import Thing, aged, printed

_LENGTH = np.linspace(0, 1, 9)
# Along the shoe from heel to toe: half width, and the height of its upper edge.
_HALF = np.array([0.026, 0.034, 0.036, 0.034, 0.036, 0.042, 0.044, 0.036, 0.006])
_TOP = np.array([0.098, 0.104, 0.094, 0.098, 0.092, 0.074, 0.056, 0.046, 0.026])


def shoes(thing: Thing) -> list[Part]:
    """A pair of trainers, one a little behind the other."""
    pair = moved(_shoe(thing, 0), by=(-0.055, 0.015, 0)) + moved(
        _shoe(thing, 1), by=(0.06, -0.02, 0), turn=7
    )
    return moved(pair, turn=62)


def _shoe(thing: Thing, foot: int) -> list[Part]:
    upper = aged(thing, _upper(thing), salt=foot)
    tread = surface.grain(thing.random(), surface.plain(900, 90, (226, 230, 232)), 5)
    for x in range(0, 900, 22):
        cv2.line(tread, (x, 50), (x + 12, 90), (150, 156, 160), 4)
    sole = aged(thing, tread, salt=foot + 7)

    def place(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        along = np.interp(u, (0, 1), (0.0, 1.0))
        half, top = np.interp(along, _LENGTH, _HALF), np.interp(along, _LENGTH, _TOP)
        angle = (1 - v) * np.pi
        squash = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.6
        z = 0.022 + (top - 0.022) * np.clip(np.sin(angle), 0, 1) ** 0.7
        return half * squash, (along - 0.5) * 0.275, z

    def rim(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        angle = u * 2 * np.pi
        along = 0.5 - 0.5 * np.cos(angle)
        half = np.interp(along, _LENGTH, _HALF) + 0.004
        side = np.where(np.sin(angle) >= 0, 1.0, -1.0) * np.minimum(1, np.abs(np.sin(angle)) * 4)
        return half * side, (along - 0.5) * 0.282, 0.026 * (1 - v)

    return [
        sheet(place, upper, steps=(26, 14), gloss=0.12),
        sheet(rim, sole, steps=(44, 2), gloss=0.2),
    ]


def _upper(thing: Thing) -> Picture:
    """Texture of the upper: x runs heel to toe, y from one side over the top to the other."""
    back, ink, first, second = thing.palette
    random = thing.random()
    picture = surface.woven(random, 1100, 820, back, thread=6)
    for first_row, up in ((0, -1), (410, 1)):  # either side's top is the middle of the texture
        half = picture[first_row : first_row + 410][::up].copy()
        cv2.fillPoly(half, [np.array([[240, 380], [420, 390], [640, 110], [520, 80]])], first)
        cv2.rectangle(half, (0, 0), (180, 410), second, -1)
        surface.emblems(half, random, [ink, first], 22)
        picture[first_row : first_row + 410] = half[::up]
        label = picture[first_row + 150 : first_row + 260, 630:890][::up, ::up].copy()
        surface.text(label, thing.brand, (6, 84), 64, ink, bold=True)
        picture[first_row + 150 : first_row + 260, 630:890] = label[::up, ::up]
    cv2.rectangle(picture, (900, 0), (1100, 820), second, -1)
    cv2.rectangle(picture, (160, 330), (420, 490), (30, 28, 28), -1)
    for number in range(6):
        x = 450 + number * 62
        cv2.line(picture, (x, 300), (x + 40, 520), (244, 244, 244), 15, cv2.LINE_AA)
        cv2.line(picture, (x + 40, 300), (x, 520), (232, 232, 232), 15, cv2.LINE_AA)
    return picture


def handbag(thing: Thing) -> list[Part]:
    """A stiff handbag with a printed front, a clasp and two handles."""
    front = printed(thing, 900, 680, motifs=70)
    leather = surface.woven(thing.random(), 900, 680, thing.palette[0], thread=3)
    front = np.asarray(cv2.addWeighted(front, 0.72, leather, 0.28, 0), np.uint8)
    cv2.rectangle(front, (395, 20), (505, 120), (96, 176, 206), -1)
    cv2.rectangle(front, (425, 50), (475, 90), (40, 60, 80), -1)
    for at in range(14, 890, 16):
        cv2.line(front, (at, 12), (at + 8, 12), (210, 222, 228), 3)
        cv2.line(front, (at, 668), (at + 8, 668), (210, 222, 228), 3)
    if thing.flaw == "crack":
        surface.crack(front, thing.marks(), (0.72, 0.2), (0.95, 0.9))
    surface.serial_sticker(front, thing.unit, (650, 560), 190)
    front = aged(thing, front, salt=1)
    side = aged(thing, leather, salt=2)
    faces: dict[str, Picture] = {
        "front": front,
        "right": side,
        "back": front,
        "left": side,
        "top": side,
    }
    parts = box((0.27, 0.1, 0.2), faces, gloss=0.3)
    strap = surface.plain(60, 300, tuple(int(c * 0.7) for c in thing.palette[0]))  # type: ignore[arg-type]
    for y in (-0.042, 0.042):

        def arch(t: Floats, y: float = y) -> Floats:
            angle = t * np.pi
            x, z = 0.075 * np.cos(angle), 0.198 + 0.085 * np.sin(angle)
            return np.stack([x, np.full_like(t, y), z], 1).astype(np.float32)

        parts.append(tube(arch, 0.0055, strap))
    return parts


def robot(thing: Thing) -> list[Part]:
    """A tin toy: body, head, legs and arms; with the flaw `missing` one arm is gone."""
    back, ink, first, second = thing.palette
    chest = aged(thing, printed(thing, 520, 520, motifs=40), salt=1)
    for number in range(4):
        cv2.circle(
            chest, (90 + number * 110, 450), 30, (first, second)[number % 2], -1, cv2.LINE_AA
        )
    surface.serial_sticker(chest, thing.unit, (300, 26), 190)
    face = surface.plain(360, 300, second)
    for x in (105, 255):
        cv2.circle(face, (x, 120), 48, ink, -1, cv2.LINE_AA)
        cv2.circle(face, (x + 8, 112), 20, first, -1, cv2.LINE_AA)
    cv2.rectangle(face, (90, 210), (270, 250), ink, -1)
    for x in range(110, 270, 28):
        cv2.line(face, (x, 210), (x, 250), second, 5)
    face = aged(thing, face, salt=2)
    limb = surface.plain(200, 300, back)
    surface.emblems(limb, thing.random(), [first, ink], 14)
    limb = aged(thing, limb, salt=3)
    sides = ("front", "right", "back", "left", "top")
    body = moved(box((0.09, 0.06, 0.09), dict.fromkeys(sides, chest), gloss=0.4), by=(0, 0, 0.055))
    head = moved(
        box((0.066, 0.056, 0.055), dict.fromkeys(sides, face), gloss=0.4), by=(0, 0, 0.152)
    )
    leg = box((0.032, 0.05, 0.055), dict.fromkeys(sides, limb), gloss=0.3)
    arm = moved(box((0.022, 0.03, 0.085), dict.fromkeys(sides, limb), gloss=0.3), by=(0, 0, 0.055))
    arms = moved(arm, by=(-0.06, 0, 0))
    if thing.flaw != "missing":
        arms += moved(arm, by=(0.06, 0, 0))
    return body + head + moved(leg, by=(-0.024, 0, 0)) + moved(leg, by=(0.024, 0, 0)) + arms
