"""What a figure of two photos can show."""

from enum import StrEnum

MIDDLE = 0.5


class FigureKind(StrEnum):
    """`pairs`: side by side with the points found in both; `overlay`: one laid over the other up
    to a dividing line; `difference`: where they differ once laid over; `marks`: codes and
    lettering read in either.
    """  # noqa: D205 - one breath, no summary line could say less

    pairs = "pairs"
    overlay = "overlay"
    difference = "difference"
    marks = "marks"
