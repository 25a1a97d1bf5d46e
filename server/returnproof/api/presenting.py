"""Records as documents: a shipment or case with its photos, all read in one round trip."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from returnproof import contract
from returnproof.api.language import language
from returnproof.api.schemas.cases import CaseSchema
from returnproof.api.schemas.shipments import ShipmentSchema
from returnproof.api.security import caller
from returnproof.api.wiring import ports
from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison, Reason
from returnproof.domain.shipment import Shipment
from returnproof.services import photos

_SHIPMENT = ShipmentSchema()
_CASE = CaseSchema()


def present_shipments(found: Sequence[Shipment]) -> list[dict[str, Any]]:
    return [_SHIPMENT.dump(each) for each in _with_photos(found)]


def present_cases(found: Sequence[Case]) -> list[dict[str, Any]]:
    return [_CASE.dump(each) for each in _with_photos(found)]


def present_one(record: Shipment | Case) -> dict[str, Any]:
    if isinstance(record, Shipment):
        return present_shipments([record])[0]
    return present_cases([record])[0]


def present_comparison(found: Comparison) -> dict[str, Any]:
    """With its reasons and guidance in the caller's words."""
    document = asdict(found)
    if found.result is not None:
        document["result"] = {
            **asdict(found.result),
            "reasons": [worded("reason", each) for each in found.result.reasons],
            "guidance": [worded("guidance", each) for each in found.result.guidance],
        }
    return document


def worded(section: str, reason: Reason) -> dict[str, Any]:
    text = contract.text(f"{section}.{reason.code}", language(), **reason.detail)
    return {"code": reason.code, "detail": dict(reason.detail), "text": text}


def _with_photos(found: Sequence[Shipment | Case]) -> list[dict[str, Any]]:
    known = photos.by_id(
        ports().records, caller().shop, [each for record in found for each in record.photos]
    )
    return [
        {
            **asdict(record),
            "photos": [known[each] for each in record.photos if each in known],
        }
        for record in found
    ]
