"""What is printed on goods: a design is the same for every unit of a product."""

from dataclasses import dataclass

import cv2
import numpy as np

from returnproof.sample import surface
from returnproof.sample.mesh import Colour, Picture
from returnproof.sample.surface import Random

# Background, ink, two accents; BGR.
PALETTES: list[tuple[Colour, Colour, Colour, Colour]] = [
    ((96, 58, 28), (244, 240, 236), (72, 170, 240), (120, 200, 150)),
    ((214, 228, 240), (48, 40, 36), (60, 96, 206), (150, 120, 60)),
    ((62, 116, 58), (236, 246, 240), (90, 200, 240), (40, 70, 30)),
    ((60, 60, 190), (240, 244, 250), (40, 190, 245), (30, 30, 90)),
    ((44, 44, 46), (226, 226, 228), (90, 190, 220), (120, 90, 200)),
    ((176, 150, 66), (250, 250, 246), (60, 120, 240), (70, 60, 24)),
    ((196, 170, 220), (70, 40, 90), (120, 80, 200), (240, 236, 240)),
    ((150, 200, 226), (52, 60, 90), (70, 130, 60), (60, 110, 200)),
]


@dataclass(frozen=True, slots=True)
class Thing:
    """One unit of a product, as the catalogue describes it.

    Units of one `design` come out of the same mould; `unit` is this one's serial and the seed of
    its marks. `wear` runs from 0 (new) to 1; `flaw` names a break or a lack, if any.
    """

    kind: str
    design: int
    brand: str
    name: str
    unit: str
    wear: float = 0.0
    flaw: str | None = None
    count: int = 1
    turn: float = 0.0

    def random(self) -> Random:
        """Follows the design only."""
        return np.random.default_rng([self.design, sum(map(ord, self.kind))])

    def marks(self) -> Random:
        """Follows this one unit."""
        return np.random.default_rng([self.design, *map(ord, self.unit)])

    @property
    def palette(self) -> tuple[Colour, Colour, Colour, Colour]:
        return PALETTES[self.design % len(PALETTES)]


def printed(thing: Thing, width: int, height: int, *, motifs: int = 26) -> Picture:
    """The main face of a package: pattern, a plain band with brand and name, small print."""
    random = thing.random()
    back, ink, first, second = thing.palette
    picture = surface.plain(width, height, back)
    picture = surface.shaded(picture, surface.clouds(random, width, height, cells=2, octaves=2), 9)
    surface.emblems(picture, random, [first, second, ink], motifs)
    top, bottom = int(height * 0.3), int(height * 0.66)
    cv2.rectangle(picture, (0, top), (width, bottom), back, -1)
    for y in (top, bottom):
        cv2.line(picture, (0, y), (width, y), first, max(3, height // 130))
    centred = surface.centred
    centred(
        picture, thing.brand, top + int((bottom - top) * 0.52), int(height * 0.15), ink, bold=True
    )
    centred(picture, thing.name, top + int((bottom - top) * 0.86), int(height * 0.075), ink)
    return picture


def small_print(thing: Thing, width: int, height: int) -> Picture:
    """The side of a package: facts in two columns, a bar code and this unit's sticker."""
    random = thing.random()
    back, ink, first, _ = thing.palette
    picture = surface.plain(width, height, back)
    surface.centred(picture, thing.name, int(height * 0.13), int(height * 0.085), ink, bold=True)
    lines = (
        "产品名称：" + thing.name,
        "执行标准：GB/T 26701",
        "规格型号：" + f"{thing.brand[:2]}-{thing.design}07",
        "生产日期：见盒底",
        "贮存条件：阴凉干燥处",
        "保质期：三年",
        "产地：浙江·义乌",
    )
    size = max(10, int(height * 0.052))
    for number, line in enumerate(lines):
        y = int(height * 0.24) + int(number * size * 1.45)
        surface.text(picture, line, (int(width * 0.06), y), size, ink)
    cv2.line(picture, (0, int(height * 0.17)), (width, int(height * 0.17)), first, 4)
    bars = (int(width * 0.4), int(height * 0.14))
    surface.barcode(picture, random, (int(width * 0.07), int(height * 0.78)), bars)
    label = int(width * 0.4)
    surface.serial_sticker(picture, thing.unit, (int(width * 0.55), int(height * 0.76)), label)
    return picture


def aged(thing: Thing, picture: Picture, *, salt: int = 0) -> Picture:
    """The marks this unit bears: a few even when new, so that it can be told from its twins."""
    random = np.random.default_rng([salt, *map(ord, thing.unit)])
    return surface.worn(picture, random, 0.04 + 0.96 * thing.wear)
