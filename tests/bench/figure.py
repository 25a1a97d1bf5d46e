"""One measured figure and the comparison run beside it, as `make bench` prints it."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`baseline` is in the same unit; `ratio` is value / baseline, None where there is none."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    note: str = ""

    def line(self) -> str:
        ratio = None if not self.baseline else round(self.value / self.baseline, 3)
        fields = {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "baseline": None if self.baseline is None else round(self.baseline, 3),
            "ratio": ratio,
        }
        return json.dumps(fields | ({"note": self.note} if self.note else {}), ensure_ascii=False)


def percentile(values: Sequence[float], share: float) -> float:
    """Linear between the two nearest; `share` in [0, 1]."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=1000, method="inclusive")[max(0, round(share * 1000) - 1)]
