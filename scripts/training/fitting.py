"""Logistic regression with weights of at least 0, and folds that keep a thing's photos together."""

import hashlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_ROUNDS = 4000
_RIDGE = 1.0


def fit(signs: Floats, same: Flags, weights: Floats) -> tuple[Floats, float]:
    """Weights (>= 0) and intercept for `signs` (n, k); accelerated projected gradient, no dice."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    inputs = np.column_stack([(signs - mean) / spread, np.ones(len(signs))])
    target = same.astype(np.float64)
    curvature = float(np.linalg.eigvalsh((inputs * weights[:, None]).T @ inputs)[-1]) / 4 + _RIDGE
    answer = np.zeros(inputs.shape[1])
    ahead, before = answer.copy(), 1.0
    for _ in range(_ROUNDS):
        error = 1 / (1 + np.exp(-np.clip(inputs @ ahead, -40, 40))) - target
        slope = inputs.T @ (weights * error) + _RIDGE * np.append(ahead[:-1], 0)
        stepped = ahead - slope / curvature
        stepped[:-1] = np.maximum(stepped[:-1], 0)
        after = (1 + np.sqrt(1 + 4 * before**2)) / 2
        ahead = stepped + (before - 1) / after * (stepped - answer)
        answer, before = stepped, after
    scaled = answer[:-1] / spread
    return scaled, float(answer[-1] - scaled @ mean)


def folds(groups: list[str], count: int = 6) -> Iterator[Flags]:
    """Which rows are held out, `count` times; all rows of one group together."""
    numbers = {
        name: int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
        for name in set(groups)
    }
    ranked = {name: place % count for place, name in enumerate(sorted(numbers, key=numbers.get))}
    for fold in range(count):
        yield np.array([ranked[name] == fold for name in groups])
