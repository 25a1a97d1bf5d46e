"""Which figure of a comparison is asked for."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import Choice, Coded
from returnproof.domain.figure import MIDDLE, FigureKind


@dataclass(frozen=True, slots=True)
class FigureQuery:
    kind: FigureKind
    position: float


class Share(Coded, fields.Float):
    """A finite number from 0 to 1."""

    def __init__(self, **kwargs: Any) -> None:
        limits = validate.Range(min=0, max=1, error="range:0–1")
        super().__init__(allow_nan=False, validate=limits, **kwargs)
        self.error_messages["special"] = "type"
        self.error_messages["invalid"] = "type"


class FigureQuerySchema(Strict):
    """`position`: where an overlay's dividing line stands, as a share of the width."""

    kind = Choice(FigureKind, load_default=FigureKind.pairs)
    position = Share(load_default=MIDDLE)

    @post_load
    def _value(self, data: dict[str, Any], **_: Any) -> FigureQuery:
        # Hundredths: finer steps cannot be seen, and every one would be a kept picture.
        return FigureQuery(data["kind"], round(data["position"], 2))
