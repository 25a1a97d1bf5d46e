"""Records of every kind, short to write in a test."""

from typing import Any

from returnproof.domain.access import Role, Token
from returnproof.domain.annotation import Annotation
from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison, ComparisonState
from returnproof.domain.evidence import Evidence, EvidenceKind
from returnproof.domain.pack import Pack
from returnproof.domain.photo import Fingerprint, Photo, PhotoFacts, PhotoRole
from returnproof.domain.shipment import Shipment

NOON = "2026-11-23T12:00:00Z"
FACTS = PhotoFacts("image/jpeg", 4000, 3000, Fingerprint("0" * 16, "0" * 64, 90))


def case(refund_id: str = "refund-1", **fields: Any) -> Case:
    return Case(**{"refund_id": refund_id, "order_id": "order-1", **_times(), **fields})


def shipment(order_id: str = "order-1", **fields: Any) -> Shipment:
    return Shipment(**{"order_id": order_id, **_times(), **fields})


def photo(name: str = "photo-1", **fields: Any) -> Photo:
    made = {
        "id": name,
        "sha256": "ab" * 32,
        "size": 10,
        "role": PhotoRole.buyer_claim,
        "owner": "refund-1",
        "name": "a.jpg",
        "facts": FACTS,
        "created": NOON,
    }
    return Photo(**{**made, **fields})


def comparison(name: str = "comparison-1", **fields: Any) -> Comparison:
    made = {
        "id": name,
        "refund_id": "refund-1",
        "candidate": "photo-1",
        "references": ("photo-2",),
        "state": ComparisonState.pending,
        **_times(),
    }
    return Comparison(**{**made, **fields})


def evidence(name: str = "evidence-1", **fields: Any) -> Evidence:
    made = {
        "id": name,
        "refund_id": "refund-1",
        "kind": EvidenceKind.file,
        "sha256": "cd" * 32,
        "size": 3,
        "name": "chat.txt",
        "created": NOON,
    }
    return Evidence(**{**made, **fields})


def annotation(name: str = "annotation-1", **fields: Any) -> Annotation:
    made = {
        "id": name,
        "document": {"type": "Annotation", "body": {"value": "边角磨损 🙂"}},
        "created": NOON,
        "modified": NOON,
        "creator": "token-1",
        "subject": "refund-1",
    }
    return Annotation(**{**made, **fields})


def token(name: str = "token-1", shop: str = "shop", **fields: Any) -> Token:
    made = {
        "id": name,
        "shop": shop,
        "name": "收银台",
        "role": Role.staff,
        "secret_sha256": "ef" * 32,
        "created": NOON,
    }
    return Token(**{**made, **fields})


def pack(name: str = "pack-1", **fields: Any) -> Pack:
    made = {
        "id": name,
        "refund_id": "refund-1",
        "sha256": "12" * 32,
        "size": 5,
        "files": 1,
        "created": NOON,
        "made_by": "token-1",
    }
    return Pack(**{**made, **fields})


def one_of_each(shop: str) -> list[Any]:
    of_case = [case(), shipment(), photo(), comparison(), evidence(), annotation(), pack()]
    return [*of_case, token(shop=shop)]


def _times() -> dict[str, str]:
    return {"created": NOON, "updated": NOON}
