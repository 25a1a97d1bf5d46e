"""The sample shop's folder under the data directory: photos, page answers and when it all began."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from returnproof.sample import jpeg, pages
from returnproof.sample.catalogue import SampleCase, cases
from returnproof.sample.drawing import draw, portrait, wanted, write
from returnproof.sample.folder import CLOCK, FOLDER, edition

# After this long the nearest deadlines have passed; they are then counted anew from today.
_STALE_SECONDS: Final = 20 * 3600


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case whose photos are there: files by what they show."""

    case: SampleCase
    packing: list[Path]
    claims: list[Path]
    inspection: list[Path]


class Stage:
    """`started` and `deadlines` are hours zero, in seconds.

    The first never moves, so that a photo drawn once keeps the time that stands in it.
    """

    def __init__(self, data_dir: Path, now: float | None = None) -> None:
        self.folder = data_dir / FOLDER
        moment = time.time() if now is None else now
        clock = self.folder / CLOCK
        known = json.loads(clock.read_text()) if clock.exists() else {}
        self.started = float(known.get("started", moment))
        self.deadlines = float(known.get("deadlines", moment))
        if moment - self.deadlines > _STALE_SECONDS:
            self.deadlines = moment
        # A folder stays of the edition it was begun with, until it is removed as a whole.
        drawn = known.get("edition") if known else edition()
        marks = {"started": self.started, "deadlines": self.deadlines, "edition": drawn}
        write(clock, json.dumps(marks).encode())
        self.cases = cases()
        self._photos = {case.refund_id: wanted(case, self.started) for case in self.cases}
        self._everything = {
            (each.case.refund_id, each.of, each.index): each
            for photos in self._photos.values()
            for each in photos
        }

    def write_pages(self) -> None:
        """Everything the pages ask for but the pictures; quick. The list, last, says it is done."""
        page = self.folder / "page"
        for case in self.cases:
            photos = self._photos[case.refund_id]
            answer = pages.detail(case, photos, self.started, self.deadlines)
            _json(page / "detail" / f"{case.refund_id}.json", answer)
            _json(
                page / "logistics" / f"{case.refund_id}.json", pages.logistics(case, self.started)
            )
        rows = [pages.row(case, self.started, self.deadlines) for case in self.cases]
        _json(page / "list.json", rows)

    def draw_all(self) -> Iterator[Drawn]:
        """One case after the other; what was drawn before is not drawn again."""
        for case in self.cases:
            yield self.drawn(case)

    def drawn(self, case: SampleCase) -> Drawn:
        found: dict[str, list[Path]] = {"packing": [], "claims": [], "inspection": []}
        for want in self._photos[case.refund_id]:
            found[want.of].append(draw(want, self.folder, self._everything))
        item = self.folder / "photos" / f"item-{case.refund_id}.jpg"
        if not item.exists():
            shown = found["packing"][0].read_bytes() if found["packing"] else portrait(case)
            write(item, jpeg.thumbnail(shown))
        return Drawn(case, **found)

    def photo_count(self) -> int:
        return len(self._everything)


def _json(path: Path, value: object) -> None:
    write(path, json.dumps(value, ensure_ascii=False).encode())
