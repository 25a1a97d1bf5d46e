"""One reason that speaks for looking closer at a case, or against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ReferenceType(StrEnum):
    """What a reference leads to; a `field` is `record.name`, such as `shipment.weight_g`."""

    photo = "photo"
    comparison = "comparison"
    evidence = "evidence"
    case = "case"
    field = "field"


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """Where what a signal says can be seen."""

    type: ReferenceType
    id: str


@dataclass(frozen=True, slots=True)
class Signal:
    """`weight` in log-odds: positive asks for a closer look, negative speaks against one.

    `detail` fills the text `signal.<code>`; a weight of 0 tells what is missing.
    """

    code: str
    weight: float
    detail: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What shared/rules says of one signal module: a group for each of its codes, its numbers."""

    id: str
    groups: Mapping[str, str]
    numbers: Mapping[str, Any]

    def number(self, name: str) -> float:
        return float(self.numbers[name])

    def step(self, name: str, value: float) -> float:
        """The weight of the highest step (`from`, `weight`) that `value` reaches, 0 under all."""
        reached = [each for each in self.numbers[name] if value >= each["from"]]
        return max((float(each["weight"]) for each in reached), default=0.0)


def references(type_: ReferenceType, ids: Iterable[str]) -> tuple[Reference, ...]:
    """Each once, in an order that does not depend on how they came."""
    return tuple(Reference(type_, each) for each in sorted(set(ids)))
