"""Goods made of flat faces: packages, books, keyboards and the parcel itself."""

import cv2
import numpy as np

from returnproof.sample import surface
from returnproof.sample.mesh import Part, Picture, box, moved, quad
from returnproof.sample.printing import Thing, aged, printed, small_print


def package(thing: Thing) -> list[Part]:
    """A retail box, printed all over, with the unit's sticker on its right side."""
    front = aged(thing, printed(thing, 900, 700), salt=1)
    top = aged(thing, printed(thing, 900, 520, motifs=16), salt=2)
    side = aged(thing, small_print(thing, 620, 700), salt=3)
    if thing.flaw == "crushed":
        _crush(front, thing)
        _crush(side, thing)
    faces = {"front": front, "right": side, "back": front, "left": side, "top": top}
    return box((0.22, 0.13, 0.17), faces, gloss=0.2)


def _crush(picture: Picture, thing: Thing) -> None:
    random = thing.marks()
    for at in ((0.2, 0.5), (0.6, 0.35), (0.75, 0.7)):
        surface.crack(picture, random, at, (at[0] + 0.2, at[1] + 0.22))


def book(thing: Thing) -> list[Part]:
    """A paperback lying down: cover, spine and page edges."""
    cover = printed(thing, 760, 1040, motifs=44)
    surface.text(
        cover, "第" + str(thing.design + 1) + "版 · 全彩图解", (60, 960), 44, thing.palette[1]
    )
    cover = aged(thing, cover, salt=1)
    if thing.flaw == "torn":
        cv2.fillPoly(cover, [np.array([[760, 700], [520, 1040], [760, 1040]])], (226, 232, 236))
    random = thing.marks()
    lines = random.standard_normal((60, 1)).repeat(760, 1).astype(np.float32)
    pages = surface.shaded(surface.plain(760, 60, (214, 228, 234)), lines, 12)
    spine = surface.plain(760, 60, thing.palette[0])
    surface.centred(spine, f"{thing.brand}  {thing.name}", 46, 38, thing.palette[1])
    faces = {"front": pages, "right": pages, "back": pages, "left": spine, "top": cover}
    return box((0.17, 0.24, 0.026), faces, gloss=0.25)


def keyboard(thing: Thing) -> list[Part]:
    """A small keyboard seen from above; with the flaw `missing` three keys are gone."""
    back, ink, first, _ = thing.palette
    board = surface.plain(1200, 470, tuple(int(c * 0.55) for c in back))  # type: ignore[arg-type]
    letters = "`1234567890-=<QWERTYUIOP[]|ASDFGHJKL;'#ZXCVBNM,./^ "
    gone = {17, 30, 31} if thing.flaw == "missing" else set()
    for number in range(56):
        row, column = divmod(number, 14)
        x, y = 22 + column * 83 + row * 3, 24 + row * 88
        if number in gone:
            cv2.rectangle(board, (x + 18, y + 16), (x + 56, y + 60), (18, 18, 18), -1)
            cv2.circle(board, (x + 37, y + 38), 11, (60, 60, 170), -1, cv2.LINE_AA)
            continue
        colour = first if number in (0, 13, 27, 55) else back
        cv2.rectangle(board, (x, y), (x + 75, y + 78), tuple(int(c * 0.7) for c in colour), -1)
        cv2.rectangle(board, (x + 7, y + 4), (x + 68, y + 64), colour, -1)
        surface.text(board, letters[number % len(letters)], (x + 20, y + 46), 36, ink, bold=True)
    cv2.rectangle(board, (320, 384), (860, 452), back, -1)
    surface.text(board, thing.brand, (900, 440), 44, ink, bold=True)
    surface.serial_sticker(board, thing.unit, (30, 386), 190)
    board = aged(thing, board, salt=1)
    edge = surface.plain(300, 40, back)
    faces = {"front": edge, "right": edge, "back": edge, "left": edge, "top": board}
    return box((0.36, 0.141, 0.032), faces, gloss=0.25)


def parcel(thing: Thing) -> list[Part]:
    """The open shipping carton; what lies in it is drawn by others, or nothing is."""
    random = thing.marks()
    card = surface.plain(800, 520, (112, 156, 192))
    card = surface.grain(random, surface.shaded(card, surface.clouds(random, 800, 520), 9), 4)
    outside = aged(thing, card.copy(), salt=1)
    label = np.full((250, 380, 3), 246, np.uint8)
    surface.text(label, "快运速递  标准件", (14, 40), 30, bold=True)
    surface.barcode(label, random, (24, 62), (320, 90))
    surface.text(label, "收 · 浙江省 义乌市 ****", (14, 214), 24)
    outside[130:380, 210:590] = label
    x, y, z = 0.15, 0.11, 0.13
    inside = (card * 0.72).astype(np.uint8)
    outer = {"front": outside, "right": aged(thing, card, salt=2), "back": card, "left": card}
    parts = box((2 * x, 2 * y, z), outer, gloss=0.05)
    parts += moved(box((2 * x - 0.008, 2 * y - 0.008, z), dict.fromkeys(outer, inside), gloss=0.02))
    floor = [(-x, y, 0.003), (x, y, 0.003), (x, -y, 0.003), (-x, -y, 0.003)]
    parts.append(quad(floor, (card * 0.62).astype(np.uint8), 0.02))
    away, up = 0.075, 0.02
    flaps = [
        [(-x, -y - away, z - up), (x, -y - away, z - up), (x, -y, z), (-x, -y, z)],
        [(-x, y, z), (x, y, z), (x, y + away, z - up), (-x, y + away, z - up)],
        [(-x - away, y, z - up), (-x, y, z), (-x, -y, z), (-x - away, -y, z - up)],
        [(x, y, z), (x + away, y, z + up), (x + away, -y, z + up), (x, -y, z)],
    ]
    return parts + [quad(flap, card, 0.04) for flap in flaps]
