"""How often this buyer sent back parcels of this shop that had freight insurance."""

from collections.abc import Iterator

from returnproof.domain.case import CaseKind
from returnproof.domain.case_file import CaseFile
from returnproof.domain.moment import days_between
from returnproof.domain.signal import ReferenceType, Rule, Signal, references

_SENT_BACK = frozenset({CaseKind.return_refund, CaseKind.exchange})


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    insured = file.shipment is not None and file.shipment.freight_insurance
    if not insured or file.case.kind not in _SENT_BACK:
        return
    when = file.case.applied or file.case.created
    returns = [
        each.refund_id
        for each in file.others
        if each.kind in _SENT_BACK
        and each.order_id in file.insured_orders
        and (days_between(each.applied or each.created, when) or 0) <= rule.number("days")
    ]
    weight = rule.step("returns", len(returns))
    if weight:
        yield Signal(
            "frequent_insured_returns",
            weight,
            {"count": len(returns), "days": int(rule.number("days"))},
            references(ReferenceType.case, returns),
        )
