"""How well a photo shows its item, as measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhotoQuality:
    """`sharpness` variance of the Laplacian on the item; `brightness` mean 0 to 255, `burnt` and
    `black` shares of the picture without detail, `glare` share of the item; `item_pixels` longer
    side of the item in the photo; `details` points on it that can be matched; `cut_off` 0 to 1, how
    much of a side of the picture the item runs into; `flat_rows` share of rows of one colour at top
    and bottom, as a phone's screen has them; `seam` 0 to 1, the longest straight seam across;
    `ripple` how far a regular pattern stands out, as a photographed screen has one. `notes`: codes
    of what limits an answer, each worded under `quality.`.
    """  # noqa: D205 - one breath, no summary line could say less

    sharpness: float
    brightness: float
    burnt: float
    black: float
    glare: float
    item_pixels: int
    details: int
    cut_off: float
    flat_rows: float
    seam: float
    ripple: float
    notes: tuple[str, ...] = ()
