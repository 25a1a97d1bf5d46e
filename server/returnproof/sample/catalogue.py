"""The sample shop as data: what is drawn and what the seller backend's pages show. No verdicts.

One JSON file per after-sales request under `cases/`. Hours are relative to the moment the sample
shop was first prepared, deadlines to its latest start; weights in grams, money in fen.
"""

from dataclasses import replace
from importlib import resources
from typing import Any, Literal

import msgspec

from returnproof.sample.printing import Thing
from returnproof.sample.scene import View


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A misspelt field is an error, not a silence."""


class Buyer(_Data, frozen=True):
    id: str
    nick: str


class Product(_Data, frozen=True):
    title: str
    sku: str
    quantity: int
    price_fen: int


class Waybill(_Data, frozen=True):
    company: str
    code: str
    number: str


class Trace(_Data, frozen=True):
    h: float
    text: str


class Talk(_Data, frozen=True):
    h: float
    who: Literal["buyer", "seller", "system"]
    text: str


class Copy(_Data, frozen=True):
    """A photo that is taken from elsewhere in the shop instead of being drawn."""

    refund_id: str
    of: Literal["packing", "claims"]
    index: int


class Shot(_Data, frozen=True):
    """One photo: the case's thing with `changes` seen from `view`, or a cropped copy of another."""

    changes: dict[str, Any] = {}
    view: View | None = None
    copy: Copy | None = None
    crop: float = 1.0
    quality: int = 90


class SampleCase(_Data, frozen=True):
    """One request with its order, its parcel and its photos."""

    refund_id: str
    order_id: str
    kind: Literal["refund_only", "return_refund", "exchange", "resend", "repair"]
    reason: int
    reason_desc: str
    text: str
    status: int
    negotiate: int
    amount_fen: int
    buyer: Buyer
    product: Product
    applied_h: float
    deadline_h: float
    shipped_h: float
    delivered_h: float
    waybill: Waybill
    received: bool
    weight_g: int
    thing: Thing
    packing: list[View]
    claims: list[Shot]
    trace: list[Trace]
    history: list[Talk]
    inspection: list[Shot] = []
    return_waybill: Waybill | None = None
    return_weight_g: int | None = None
    freight_insurance: bool = False
    flags: list[str] = []
    risk_code: int | None = None

    def seen(self, shot: Shot) -> Thing:
        """The thing as this photo shows it."""
        return replace(self.thing, **shot.changes)


def cases() -> list[SampleCase]:
    """All of them, the latest request first."""
    folder = resources.files("returnproof.sample") / "cases"
    found = [
        msgspec.json.decode(entry.read_bytes(), type=SampleCase)
        for entry in folder.iterdir()
        if entry.name.endswith(".json")
    ]
    return sorted(found, key=lambda case: (-case.applied_h, case.refund_id))
