"""One after-sales request (售后单), as the page or the open platform shows it."""

from dataclasses import dataclass
from enum import StrEnum


class CaseKind(StrEnum):
    """What the buyer asks for."""

    refund_only = "refund_only"
    return_refund = "return_refund"
    exchange = "exchange"
    resend = "resend"
    repair = "repair"


# In these nothing comes back.
KEPT_BY_BUYER = frozenset({CaseKind.refund_only, CaseKind.resend})


@dataclass(frozen=True, slots=True)
class Case:
    """The record of one request, keyed by its refund id.

    `buyer` is the keyed hash of the platform's buyer id, made per shop; the id itself is never
    kept. Money in fen, weight in grams, times RFC 3339 UTC. `scenario` is set only when a person
    chose one; otherwise it is proposed anew at each assessment. `ticked` holds the criteria a
    person ticked by hand, `photos` and `evidence` the ids of what was kept.
    """

    refund_id: str
    order_id: str
    created: str
    updated: str
    platform: str = "kuaishou"
    kind: CaseKind | None = None
    reason: str | None = None
    reason_text: str | None = None
    amount_fen: int | None = None
    status: str | None = None
    buyer: str | None = None
    return_waybill: str | None = None
    return_weight_g: int | None = None
    delivered: str | None = None
    platform_flags: tuple[str, ...] = ()
    applied: str | None = None
    deadline: str | None = None
    scenario: str | None = None
    ticked: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    version: int = 0
