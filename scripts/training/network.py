"""The embedding network: a stack of plain convolutions, so that OpenCV runs it without surprises.

Needs torch, which is not among the requirements: see docs/model-card.md.
"""

import torch
from torch import nn
from torch.nn import functional

SIDE = 80
WHOLE = 128
PART = 48
GRID = 5
# Width, size and stride of each convolution.
_LAYERS = ((32, 5, 2), (64, 3, 2), (64, 3, 1), (128, 3, 2), (128, 3, 1), (256, 3, 2), (256, 3, 1))


class Network(nn.Module):
    """(n, 4, SIDE, SIDE) RGB and mask in -1..1 to (n, WHOLE + PART * GRID * GRID), not yet of
    unit length: the item as a whole, and what each cell of a GRID by GRID net shows.
    """  # noqa: D205

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 4
        for width, size, stride in _LAYERS:
            layers.append(nn.Conv2d(before, width, size, stride, size // 2, bias=False))
            layers += [nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
            before = width
        self.body = nn.Sequential(*layers)
        self.whole = nn.Linear(before, WHOLE)
        self.part = nn.Conv2d(before, PART, 1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        maps = self.body(pictures)
        pooled = maps.clamp(min=1e-3).pow(3).mean(dim=(2, 3)).pow(1 / 3)  # between mean and maximum
        return torch.cat([self.whole(pooled), self.part(maps).flatten(1)], dim=1)


def split(vectors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(n, WHOLE) and (n, GRID * GRID, PART), both of unit length."""
    whole = functional.normalize(vectors[:, :WHOLE].float(), dim=1)
    parts = vectors[:, WHOLE:].float().view(len(vectors), PART, GRID * GRID).transpose(1, 2)
    return whole, functional.normalize(parts, dim=2)


def parts_likeness(parts: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """(n, n) how well each item's cells are found again in the other, both ways.

    `weights` (n, GRID * GRID) add up to 1: how much of each cell is item.
    """
    count, cells, width = parts.shape
    flat = parts.reshape(count * cells, width).bfloat16()
    likeness = (flat @ flat.T).view(count, cells, count, cells)
    outside = (weights < 0.2 / cells).to(likeness.dtype) * 2
    found = (likeness - outside[None, None]).amax(dim=3).float()
    one_way = (found * weights[:, :, None]).sum(dim=1)
    return (one_way + one_way.T) / 2
