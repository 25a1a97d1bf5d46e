"""From a catalogue's word to the shape that is drawn."""

from collections.abc import Callable
from functools import lru_cache

from returnproof.sample import boxes, shaped, turned
from returnproof.sample.mesh import Part
from returnproof.sample.printing import Thing

SHAPES: dict[str, Callable[[Thing], list[Part]]] = {
    "package": boxes.package,
    "book": boxes.book,
    "keyboard": boxes.keyboard,
    "parcel": boxes.parcel,
    "tin": turned.tin,
    "bottle": turned.bottle,
    "mug": turned.mug,
    "speaker": turned.speaker,
    "jars": turned.jars,
    "vase": turned.vase,
    "shoes": shaped.shoes,
    "handbag": shaped.handbag,
    "robot": shaped.robot,
}


@lru_cache(maxsize=2)
def shape(thing: Thing) -> list[Part]:
    return SHAPES[thing.kind](thing)
