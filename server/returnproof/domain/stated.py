"""How sure an answer may be said to be: never surer than such answers were measured to be right."""

from collections.abc import Iterable, Mapping
from typing import Any

from returnproof.domain.comparison import Comparison

# Shares of wrong answers, measured (docs/accuracy.md): with fewer than three references, and with
# the three photos of an order.
_WRONG_FEW = 0.03
_WRONG_ORDER = 0.01
_ORDER = 3


def bounded(same_item: float, references: int) -> float:
    """The engine's probability, kept away from 0 and 1 as far as it was measured to be wrong."""
    least = _WRONG_ORDER if references >= _ORDER else _WRONG_FEW
    return min(max(same_item, least), 1 - least)


def surest(found: Iterable[Comparison], *, same: bool) -> Mapping[str, Any]:
    """`probability`, and `wrong` in a hundred, of the surest of finished comparisons that agree."""
    known = [
        bounded(each.result.same_item_probability, len(each.references))
        for each in found
        if each.result
    ]
    right = max(each if same else 1 - each for each in known)
    wrong = max(1, round(100 * (1 - right)))
    return {"probability": round(1 - wrong / 100, 2), "wrong": wrong}
