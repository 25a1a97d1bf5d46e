"""What is read and written in one step: records, their indexes and orders, commits and events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from returnproof.domain.access import Token
from returnproof.domain.annotation import Annotation
from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison
from returnproof.domain.evidence import Evidence
from returnproof.domain.pack import Pack
from returnproof.domain.photo import Photo
from returnproof.domain.shipment import Shipment

Record = Shipment | Case | Photo | Comparison | Evidence | Annotation | Pack | Token
R = TypeVar("R", Shipment, Case, Photo, Comparison, Evidence, Annotation, Pack, Token)


class Index(StrEnum):
    """The secondary indexes; each changes in the same atomic step as its record."""

    shipment_waybill = "shipment.waybill"
    case_order = "case.order"
    case_waybill = "case.return_waybill"
    case_buyer = "case.buyer"
    photo_owner = "photo.owner"
    photo_sha256 = "photo.sha256"
    comparison_case = "comparison.refund_id"
    comparison_state = "comparison.state"
    comparison_look = "comparison.look"
    evidence_case = "evidence.refund_id"
    annotation_subject = "annotation.subject"
    pack_case = "pack.refund_id"


class Order(StrEnum):
    """The sorted listings a cursor can page through."""

    shipment_updated = "shipment.updated"
    case_updated = "case.updated"
    case_deadline = "case.deadline"
    photo_created = "photo.created"
    comparison_created = "comparison.created"
    evidence_created = "evidence.created"
    annotation_created = "annotation.created"
    pack_created = "pack.created"
    token_created = "token.created"  # noqa: S105 - the name of an order


@dataclass(frozen=True, slots=True)
class Event:
    """What listeners of a shop are told: `kind` such as `case.changed`, `data` ids only."""

    kind: str
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Commit:
    """One atomic step. A record's `version` is the one it was read at, 0 for a new one.

    Nothing is written unless every record in `writes`, `deletes` and `unchanged` still has that
    version. `touched` are refund ids whose stored assessment no longer holds.
    """

    writes: Sequence[Record] = ()
    deletes: Sequence[Record] = ()
    unchanged: Sequence[Record] = ()
    events: Sequence[Event] = ()
    touched: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Ids of one page, and the cursor of the next, None at the end."""

    ids: tuple[str, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it stands in the shop's stream; `id` orders and resumes."""

    id: str
    kind: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PhotoCursor:
    """How far a reader of a shop's photos has come; the epoch changes with the shop's removal."""

    epoch: str
    last: str


@dataclass(frozen=True, slots=True)
class PhotoNews:
    """Photos that came (True) or went (False) since, in order, by id; `more` wait."""

    cursor: PhotoCursor
    changes: tuple[tuple[bool, str], ...]
    more: bool
