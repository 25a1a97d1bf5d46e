"""Packing photos from a folder: which file belongs to which order, and registering them in bulk."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from returnproof.domain.errors import DomainError, Invalid
from returnproof.services import shipments
from returnproof.services.clock import now
from returnproof.services.intake import PhotoIntake
from returnproof.services.parcels import holder
from returnproof.services.ports import Queue, Records, Vision
from returnproof.services.records import Index
from returnproof.services.uploads import NothingGood, Upload
from returnproof.services.waybills import waybill_among

# What systems leave in folders of pictures, and nobody means to import.
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_ORDER_END = re.compile(r"[_ ]")


class NoWaybill(Invalid):
    """No bar code in the photo reads like a waybill."""


class NoOrder(Invalid):
    """The name gives no order id."""


class NotRegular(Invalid):
    """Opening a pipe or a device waits for ever."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. `new`: it was not known before; `error`: why it was not taken."""

    path: Path
    new: bool = False
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Importing:
    """Safe to run again: the same bytes for the same order are the same photo."""

    records: Records
    queue: Queue
    vision: Vision
    intake: PhotoIntake
    is_id: Callable[[str], bool]

    def by_name(self, shop: str, root: Path, *, jobs: int) -> Iterator[Imported]:
        """An order's photos one after the other, `jobs` orders side by side."""
        orders: dict[str, list[Path]] = {}
        for path in files_in(root):
            orders.setdefault(order_of(root, path), []).append(path)
        with ThreadPoolExecutor(jobs) as pool:
            for done in pool.map(lambda each: self._order(shop, *each), orders.items()):
                yield from done

    def by_barcode(self, shop: str, root: Path, *, jobs: int) -> Iterator[Imported]:
        """Each photo tells its own waybill."""
        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(lambda path: self._by_waybill(shop, path), files_in(root))

    def _order(self, shop: str, order_id: str, paths: Sequence[Path]) -> list[Imported]:
        return [self._photo(shop, order_id, path) for path in paths]

    def _by_waybill(self, shop: str, path: Path) -> Imported:
        try:
            _require_regular(path)
            order_id = self._order_of_waybill(shop, path)
        except (DomainError, OSError) as error:
            return Imported(path, error=error)
        return self._photo(shop, order_id, path)

    def _photo(self, shop: str, order_id: str, path: Path) -> Imported:
        if not self.is_id(order_id):
            return Imported(path, error=NoOrder())
        started = now()
        try:
            _require_regular(path)
            with path.open("rb") as stream:
                received = self.intake.packing(shop, order_id, [Upload(path.name, stream)])
        except NothingGood as error:
            return Imported(path, error=error.refused[0].error)
        except (DomainError, OSError) as error:
            return Imported(path, error=error)
        return Imported(path, new=received.photos[0].created >= started)

    def _order_of_waybill(self, shop: str, path: Path) -> str:
        texts = [text.strip() for text in self.vision.barcodes(path)]
        for text in texts:
            known = self.records.find(shop, Index.shipment_waybill, text)
            if known:
                return holder(self.records, shop, text, known, _sha256(path))
        waybill = waybill_among(texts)
        if waybill is None or not self.is_id(waybill):
            raise NoWaybill
        shipments.put(self.records, self.queue, shop, waybill, {"waybill": waybill})
        return waybill


def _require_regular(path: Path) -> None:
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotRegular


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(root: Path) -> list[Path]:
    """Every file under `root` that somebody may have meant, in a stable order."""
    found: list[Path] = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        found += [Path(folder, name) for name in sorted(names) if not _is_litter(name)]
    return found


def order_of(root: Path, path: Path) -> str:
    """The folder directly under `root`; for a file in `root` itself, its name's beginning."""
    first = path.relative_to(root).parts[0]
    if first != path.name or path.parent != root:
        return first
    return _ORDER_END.split(path.stem)[0]


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name.lower() in _LITTER
