"""Which record names which other, and those names that lead nowhere."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from returnproof.domain.annotation import Annotation
from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison
from returnproof.domain.evidence import Evidence
from returnproof.domain.pack import Pack
from returnproof.domain.photo import BANKS, Photo, PhotoRole
from returnproof.domain.shipment import Shipment
from returnproof.services.ports import Inspection
from returnproof.services.records import Record

Named = tuple[type, str]

_IDS: Final = {Shipment: "order_id", Case: "refund_id"}


@dataclass(frozen=True, slots=True)
class Reference:
    """`source` names `target`; both read like `photo p1`."""

    source: str
    target: str


class Shelf:
    """The ids of one shop's records, and what each names."""

    def __init__(self) -> None:
        self.there: set[Named] = set()
        self.named: defaultdict[Named, list[Named]] = defaultdict(list)

    def add(self, record: Record) -> None:
        source = _name(record)
        self.there.add(source)
        for target in targets(record):
            self.named[target].append(source)


def targets(record: Record) -> Iterator[Named]:
    """What `record` names and cannot do without."""
    match record:
        case Shipment():
            yield from ((Photo, each) for each in record.photos)
        case Case():
            yield from ((Photo, each) for each in record.photos)
            yield from ((Evidence, each) for each in record.evidence)
        case Photo() if record.role in BANKS:
            return
        case Photo():
            yield (Shipment if record.role is PhotoRole.packing else Case), record.owner
        case Comparison():
            yield Case, record.refund_id
            yield from ((Photo, each) for each in (record.candidate, *record.references))
        case Evidence() | Pack():
            yield Case, record.refund_id
        case Annotation():
            if record.subject is not None:
                yield Case, record.subject


def dangling(inspection: Inspection, shop: str, shelf: Shelf) -> Iterator[Reference]:
    """Looked at again, so that what was written or changed meanwhile is no finding."""
    for target in sorted(shelf.named.keys() - shelf.there, key=_words):
        if inspection.get(shop, *target) is not None:
            continue
        for source in shelf.named[target]:
            record = inspection.get(shop, *source)
            if record is not None and target in targets(record):
                yield Reference(_words(source), _words(target))


def _name(record: Record) -> Named:
    return type(record), str(getattr(record, _IDS.get(type(record), "id")))


def _words(named: Named) -> str:
    return f"{named[0].__name__.lower()} {named[1]}"
