"""What is known of each kind of record: its name and id, its indexes and its orders, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from returnproof.domain.access import Token
from returnproof.domain.annotation import Annotation
from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison
from returnproof.domain.errors import Invalid
from returnproof.domain.evidence import Evidence
from returnproof.domain.pack import Pack
from returnproof.domain.photo import Photo
from returnproof.domain.shipment import Shipment
from returnproof.services.records import Index, Order, Record
from returnproof.storage import keys


@dataclass(frozen=True, slots=True)
class Kind:
    """`indexes` and `orders` name the attribute each rests on; None there means no entry."""

    name: str
    id: str
    indexes: Mapping[Index, str]
    orders: Mapping[Order, str]


KINDS: Final[Mapping[type, Kind]] = {
    Shipment: Kind(
        "shipment",
        "order_id",
        {Index.shipment_waybill: "waybill"},
        {Order.shipment_updated: "updated"},
    ),
    Case: Kind(
        "case",
        "refund_id",
        {
            Index.case_order: "order_id",
            Index.case_waybill: "return_waybill",
            Index.case_buyer: "buyer",
        },
        {Order.case_updated: "updated", Order.case_deadline: "deadline"},
    ),
    Photo: Kind(
        "photo",
        "id",
        {Index.photo_owner: "owner", Index.photo_sha256: "sha256"},
        {Order.photo_created: "created"},
    ),
    Comparison: Kind(
        "comparison",
        "id",
        {
            Index.comparison_case: "refund_id",
            Index.comparison_state: "state",
            Index.comparison_look: "look",
        },
        {Order.comparison_created: "created"},
    ),
    Evidence: Kind(
        "evidence",
        "id",
        {Index.evidence_case: "refund_id"},
        {Order.evidence_created: "created"},
    ),
    Annotation: Kind(
        "annotation",
        "id",
        {Index.annotation_subject: "subject"},
        {Order.annotation_created: "listed"},
    ),
    Pack: Kind(
        "pack",
        "id",
        {Index.pack_case: "refund_id"},
        {Order.pack_created: "created"},
    ),
    Token: Kind("token", "id", {}, {Order.token_created: "created"}),
}


def record_id(record: Record) -> str:
    return str(getattr(record, KINDS[type(record)].id))


def document_key(shop: str, record: Record) -> str:
    return keys.document(shop, KINDS[type(record)].name, record_id(record))


def entries(record: Record) -> list[tuple[str, str]]:
    """The (key suffix, member) pairs a record stands under in indexes and orders."""
    facts = KINDS[type(record)]
    name = record_id(record)
    born = member(record.created, name)
    found = [
        (keys.index_suffix(index, str(value)), born)
        for index, attribute in facts.indexes.items()
        if (value := getattr(record, attribute)) is not None
    ]
    found += [
        (keys.order_suffix(order), member(time, name))
        for order, attribute in facts.orders.items()
        if (time := getattr(record, attribute)) is not None
    ]
    return found


def aliases(record: Record) -> list[str]:
    """Key suffixes the document stands under besides its own."""
    if isinstance(record, Token):
        return [keys.token_secret_suffix(record.secret_sha256)]
    return []


def member(time: str, name: str) -> str:
    """A sorted set's member: all scores are 0, so that bytes order it, ties by id included."""
    return f"{_microseconds(time):018d}:{name}"


def member_id(entry: Any) -> str:
    """The id in a member as Redis gives it."""
    text: str = entry.decode() if isinstance(entry, bytes) else entry
    return text.split(":", 1)[1]


def _microseconds(time: str) -> int:
    """Since the year 1, so that it is never negative. A time without zone is taken as UTC."""
    try:
        moment = datetime.fromisoformat(time)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        past = moment - datetime.min.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"not a time: {time[:40]}") from error
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds
