"""What came back weighs other than what went out, or the same."""

from collections.abc import Iterator

from returnproof.domain.case_file import CaseFile
from returnproof.domain.signal import Reference, ReferenceType, Rule, Signal

_FIELDS = (
    Reference(ReferenceType.field, "case.return_weight_g"),
    Reference(ReferenceType.field, "shipment.weight_g"),
)


def look(file: CaseFile, rule: Rule) -> Iterator[Signal]:
    """The tolerance is wide: scales round, and a return is packed in another box."""
    packed = file.shipment.weight_g if file.shipment else None
    returned = file.case.return_weight_g
    if not packed or returned is None:
        return
    missing = packed - returned
    detail = {"packed": packed, "returned": returned, "difference": abs(missing)}
    if abs(missing) <= max(rule.number("tolerance_g"), rule.number("tolerance_share") * packed):
        yield Signal("weight_agrees", -rule.number("agrees"), detail, _FIELDS)
    elif missing > 0:
        yield Signal("returned_lighter", rule.step("lighter", missing / packed), detail, _FIELDS)
    else:
        yield Signal("returned_heavier", rule.number("heavier"), detail, _FIELDS)
