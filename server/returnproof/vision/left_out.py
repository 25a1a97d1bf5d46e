"""An answer that had to do without references that cannot be read."""

from collections.abc import Sequence
from dataclasses import replace

from returnproof.domain.comparison import ComparisonResult, Reason


def without(result: ComparisonResult, unreadable: Sequence[Reason]) -> ComparisonResult:
    """`result` that says so. Where none was left there were packing photos all the same."""
    if not unreadable:
        return result
    if result.best_reference is not None:
        return replace(result, reasons=(*result.reasons, *unreadable))
    reasons = [each for each in result.reasons if each.code != "no_reference"]
    guidance = [each for each in result.guidance if each.code not in _NEVER_TAKEN]
    if _AGAIN not in guidance:
        guidance.append(_AGAIN)
    return replace(result, reasons=(*reasons, *unreadable), guidance=tuple(guidance))


_NEVER_TAKEN = frozenset({"photograph_before_packing"})
_AGAIN = Reason("send_packing_original")
