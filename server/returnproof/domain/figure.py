"""What a figure of two photos can show."""

from enum import StrEnum

MIDDLE = 0.5


class FigureKind(StrEnum):
    """`pairs`: side by side with the points found in both; `overlay`: one laid over the other."""

    pairs = "pairs"
    overlay = "overlay"
