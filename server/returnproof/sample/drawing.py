"""The photos of the sample shop as files, drawn once and kept.

A file's name is the hash of all that decides its content, so that a file that is there is right.
"""

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec

from returnproof.sample import jpeg
from returnproof.sample.catalogue import SampleCase, Shot
from returnproof.sample.folder import DRAWING
from returnproof.sample.printing import Thing
from returnproof.sample.scene import View, photograph
from returnproof.sample.things import shape

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One photo: where it belongs, and what it shows or copies."""

    case: SampleCase
    of: str
    index: int
    thing: Thing
    view: View
    taken: datetime | None
    shot: Shot | None = None

    @property
    def file(self) -> str:
        stamp = self.taken.isoformat() if self.taken else ""
        facts = (
            DRAWING,
            self.case.refund_id,
            self.of,
            self.index,
            self.thing,
            self.view,
            stamp,
            self.shot,
        )
        return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:24] + ".jpg"


def wanted(case: SampleCase, started: float) -> list[Wanted]:
    """Every photo of the case; `started` is the hour zero of the catalogue (seconds)."""

    def at(hours: float) -> datetime:
        return datetime.fromtimestamp(started + hours * 3600, UTC).astimezone(CHINA)

    seed = int(case.refund_id[-6:])
    found = [
        Wanted(
            case,
            "packing",
            index,
            case.thing,
            replace(view, seed=seed + index),
            at(case.shipped_h - 0.5),
        )
        for index, view in enumerate(case.packing)
    ]
    for of, shots, when in (
        ("claims", case.claims, case.applied_h - 0.2),
        ("inspection", case.inspection, case.history[0].h + 1),
    ):
        for index, shot in enumerate(shots):
            # Chats strip what a phone wrote; every second buyer sends through one.
            taken = at(when) if of == "inspection" or seed % 2 else None
            view = replace(shot.view or View("wood"), seed=seed + 31 + index)
            found.append(Wanted(case, of, index, case.seen(shot), view, taken, shot))
    return found


def draw(want: Wanted, folder: Path, everything: dict[tuple[str, str, int], Wanted]) -> Path:
    """The file, drawn if it is not there yet; a copied photo draws its original first."""
    # Only what the buyer sent is the platform's to show.
    path = folder / ("photos" if want.of == "claims" else "own") / want.file
    if path.exists():
        return path
    if want.shot and want.shot.copy:
        copy = want.shot.copy
        original = draw(everything[copy.refund_id, copy.of, copy.index], folder, everything)
        content = jpeg.recompressed(original.read_bytes(), want.shot.crop, want.shot.quality)
    else:
        picture = photograph(shape(want.thing), want.view)
        content = jpeg.encoded(picture, want.view.quality, want.taken)
    write(path, content)
    return path


def portrait(case: SampleCase) -> bytes:
    """The picture of the product in the shop, which is nobody's photo of this order."""
    view = View("wood", around=-25.0, above=38.0, seed=int(case.refund_id[-6:]) + 7)
    return jpeg.encoded(photograph(shape(case.thing), view), view.quality, None)


def write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.part")
    half.write_bytes(content)
    half.replace(path)
