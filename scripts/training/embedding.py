"""Train vision/embedding.onnx: `python scripts/training/embedding.py PHOTOS WORK`.

Run it as two processes at once, `--rank 0` and `--rank 1`: they share each step. Needs torch; see
docs/model-card.md. Seeded, but how many steps fit into the minutes depends on the machine.
"""

import argparse
import copy
import time
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.distributed
from crops import Crops, crops
from network import GRID, SIDE, Network, parts_likeness, split
from torch.nn import functional
from views import Random, view

SEED = 20261123
THINGS = 56  # in one process's step, each seen twice
RATE = 2e-3
TEMPERATURE = 0.1
_KEEP = 0.995  # the network that ships is a running mean of the one that learns
_PROCESSES = 2


class Dealer:
    """Deals batches: a third of the things from one block of look-alikes."""

    def __init__(self, data: Crops, dice: Random) -> None:
        self.data, self.dice = data, dice
        self.by_label = _places(data.labels)
        labels_of: dict[int, set[int]] = {}
        for label, block in zip(data.labels.tolist(), data.blocks.tolist(), strict=True):
            labels_of.setdefault(block, set()).add(label)
        self.blocks = [sorted(some) for some in labels_of.values() if len(some) >= THINGS // 8]

    def batch(self) -> tuple[torch.Tensor, torch.Tensor]:
        """(2 * THINGS, 4, SIDE, SIDE) and their labels."""
        block = self.blocks[int(self.dice.integers(len(self.blocks)))]
        near = self.dice.choice(block, min(len(block), THINGS // 3), replace=False).tolist()
        far = self.dice.choice(len(self.by_label), THINGS, replace=False).tolist()
        chosen = [*near, *(label for label in far if label not in near)][:THINGS]
        views = [view for label in chosen for view in self._two(label)]
        pictures = torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2)
        labels = torch.tensor(chosen).repeat_interleave(2)
        return pictures.contiguous(memory_format=torch.channels_last), labels

    def _two(self, label: int) -> list[np.ndarray]:
        places = self.by_label[label]
        several = len(places) > 1
        places = self.dice.choice(places, 2, replace=not several)
        return [
            view(
                self.data.pictures[place],
                self.data.pictures[int(self.dice.integers(len(self.data.pictures)))],
                SIDE,
                self.dice,
                cut_out=bool(self.data.cut_out[place]),
            )
            for place in places
        ]


def loss(vectors: torch.Tensor, masks: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """What is one thing attracts, all else repels: as a whole and by parts."""
    whole, parts = split(vectors)
    weights = functional.adaptive_avg_pool2d(masks / 2 + 0.5, GRID).flatten(1) + 1e-3
    weights = weights / weights.sum(dim=1, keepdim=True)
    return _contrast(whole @ whole.T, labels) + _contrast(parts_likeness(parts, weights), labels)


def _contrast(likeness: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    itself = torch.eye(len(labels), dtype=torch.bool)
    log_odds = (likeness / TEMPERATURE).masked_fill(itself, -1e4)
    same = (labels[:, None] == labels[None, :]) & ~itself
    log = log_odds - torch.logsumexp(log_odds, dim=1, keepdim=True)
    return -((log * same).sum(1) / same.sum(1).clamp(min=1)).mean()


def train(data: Crops, rank: int, minutes: float, kept: Path) -> None:
    """The running mean's weights are written to `kept` now and then, and at the end."""
    torch.manual_seed(SEED)
    dealer = Dealer(data, np.random.default_rng([SEED, rank]))
    network = Network().to(memory_format=torch.channels_last)
    mean = copy.deepcopy(network).eval()
    learning = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.03)
    started, step, done = time.monotonic(), 0, 0.0
    while done < 1:
        for group in learning.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 60) * (0.52 + 0.48 * np.cos(np.pi * done))
        pictures, labels = dealer.batch()
        with torch.autocast("cpu", torch.bfloat16):
            vectors = network(pictures)
        cost = loss(vectors, pictures[:, 3:], labels)
        learning.zero_grad()
        cost.backward()
        done = _shared(network, (time.monotonic() - started) / 60 / minutes)
        learning.step()
        step += 1
        _follow(mean, network, min(_KEEP, step / (step + 10)))
        if step % 25 == 0 and rank == 0:
            print(step, f"{done:.3f}", f"{cost.item():.3f}", flush=True)
        if rank == 0 and (step % 100 == 0 or done >= 1):
            torch.save({"step": step, "weights": mean.state_dict()}, kept)


def _shared(network: Network, done: float) -> float:
    """The mean of both processes' gradients; and how far both are, so that both end together."""
    if not torch.distributed.is_initialized():
        return done
    slopes = [weight.grad for weight in network.parameters()]
    flat = torch.cat([*(slope.flatten() for slope in slopes), torch.tensor([done])])
    torch.distributed.all_reduce(flat)
    flat /= _PROCESSES
    place = 0
    for slope in slopes:
        slope.copy_(flat[place : place + slope.numel()].view_as(slope))
        place += slope.numel()
    return float(flat[-1])


@torch.no_grad()
def _follow(mean: Network, network: Network, keep: float) -> None:
    for old, new in zip(mean.state_dict().values(), network.state_dict().values(), strict=True):
        if old.dtype.is_floating_point:
            old.lerp_(new, 1 - keep)
        else:
            old.copy_(new)


def export(kept: Path, out: Path) -> None:
    """ONNX of the kept weights, batch normalisation folded in by whoever runs it."""
    network = Network()
    network.load_state_dict(torch.load(kept)["weights"])
    example = torch.zeros(1, 4, SIDE, SIDE)
    names = {"input_names": ["pictures"], "output_names": ["vectors"]}
    torch.onnx.export(network.eval(), (example,), out, dynamo=False, opset_version=13, **names)


def _places(labels: np.ndarray) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(int(labels.max()) + 1)]
    for place, label in enumerate(labels.tolist()):
        found[label].append(place)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("photos", type=Path)
    asked.add_argument("work", type=Path)
    asked.add_argument("--minutes", type=float, default=45)
    asked.add_argument("--rank", type=int, default=0)
    asked.add_argument("--alone", action="store_true")
    given = asked.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    kept = given.work / "crops.npz"
    if not kept.exists():
        made = crops(given.photos, SEED)
        np.savez(kept, **{name: getattr(made, name) for name in Crops.__slots__})
    with np.load(kept) as arrays:
        data = Crops(*(arrays[name] for name in Crops.__slots__))
    if not given.alone:
        place = f"file://{given.work.absolute() / 'meeting'}"
        wait = timedelta(minutes=20)
        torch.distributed.init_process_group(
            "gloo", init_method=place, rank=given.rank, world_size=_PROCESSES, timeout=wait
        )
    train(data, given.rank, given.minutes, given.work / "embedding.pt")
    if given.rank == 0:
        export(given.work / "embedding.pt", given.work / "embedding.onnx")


if __name__ == "__main__":
    main()
