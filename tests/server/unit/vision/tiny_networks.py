"""Tiny networks in ONNX's own format, written by hand, with the inputs and outputs of real ones.

A protocol-buffers message is fields of (number, wire type) and content; ONNX's are few.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

GRID = 20  # the detector finds one spot in each cell, always
SPOTS = GRID * GRID
_SIDE = 640
_WIDTH = 128


def detector(place: Path) -> Path:
    """As ALIKED: `image` to `keypoints` (n, 2) in -1..1, `descriptors` (n, 128), `scores`."""
    dice = np.random.default_rng(1)
    step = _SIDE // GRID
    filters = dice.normal(size=(_WIDTH, 3, step, step)).astype(np.float32) / 50
    filters -= filters.mean(axis=(1, 2, 3), keepdims=True)
    ys, xs = (np.mgrid[0:GRID, 0:GRID] + 0.5) * 2 / GRID - 1
    nodes = [
        _node("Conv", ["image", "filters"], "cells", strides=[step, step]),
        _node("Reshape", ["cells", "flat"], "columns"),
        _node("Transpose", ["columns"], "descriptors", perm=[1, 0]),
        _node("Conv", ["image", "nothing"], "dark", strides=[step, step]),
        _node("Reshape", ["dark", "two"], "none"),
        _node("Add", ["none", "places"], "keypoints"),
        _node("Conv", ["image", "one_nothing"], "darker", strides=[step, step]),
        _node("Reshape", ["darker", "line"], "scores"),
    ]
    weights = {
        "filters": filters,
        "flat": np.array([_WIDTH, SPOTS]),
        "nothing": np.zeros((2, 3, step, step), np.float32),
        "two": np.array([SPOTS, 2]),
        "places": np.stack([xs.ravel(), ys.ravel()], axis=1).astype(np.float32),
        "one_nothing": np.zeros((1, 3, step, step), np.float32),
        "line": np.array([SPOTS]),
    }
    inputs = {"image": (1, 3, _SIDE, _SIDE)}
    outputs = {"keypoints": (SPOTS, 2), "descriptors": (SPOTS, _WIDTH), "scores": (SPOTS,)}
    return _written(place, nodes, weights, inputs, outputs)


def matcher(place: Path, *, surety: float = 1.0) -> Path:
    """As LightGlue: each spot's nearest, `matches0` (n, 2) and `mscores0`, all of `surety`."""
    nodes = [
        _node("Transpose", ["desc1"], "turned", perm=[0, 2, 1]),
        _node("MatMul", ["desc0", "turned"], "likeness"),
        _node("ArgMax", ["likeness"], "nearest", axis=2, keepdims=1),
        _node("Reshape", ["nearest", "column"], "second"),
        _node("Concat", ["first", "second"], "matches0", axis=1),
        _node("ReduceMax", ["kpts0"], "far", axes=[2], keepdims=0),
        _node("ReduceMax", ["kpts1"], "further", axes=[2], keepdims=0),
        _node("Add", ["far", "further"], "both"),
        _node("Reshape", ["both", "line"], "flat"),
        _node("Mul", ["flat", "zero"], "gone"),
        _node("Add", ["gone", "surety"], "mscores0"),
    ]
    weights = {
        "first": np.arange(SPOTS)[:, None],
        "column": np.array([SPOTS, 1]),
        "line": np.array([SPOTS]),
        "zero": np.zeros(1, np.float32),
        "surety": np.full(1, surety, np.float32),
    }
    inputs = {
        **dict.fromkeys(("kpts0", "kpts1"), (1, SPOTS, 2)),
        **dict.fromkeys(("desc0", "desc1"), (1, SPOTS, _WIDTH)),
    }
    return _written(place, nodes, weights, inputs, {"matches0": (SPOTS, 2), "mscores0": (SPOTS,)})


def _written(
    place: Path,
    nodes: list[bytes],
    weights: dict[str, np.ndarray],
    inputs: dict[str, tuple[int, ...]],
    outputs: dict[str, tuple[int, ...]],
) -> Path:
    graph = b"".join(
        [
            *(_field(1, node) for node in nodes),
            _field(2, b"tiny"),
            *(_field(5, _tensor(name, values)) for name, values in weights.items()),
            *(_field(11, _value(name, shape, _FLOAT)) for name, shape in inputs.items()),
            *(
                _field(12, _value(name, shape, _INT64 if name == "matches0" else _FLOAT))
                for name, shape in outputs.items()
            ),
        ]
    )
    opset = _field(8, _number(2, 13))
    place.write_bytes(_number(1, 8) + _field(7, graph) + opset)
    return place


_FLOAT, _INT64 = 1, 7


def _node(kind: str, inputs: Iterable[str], output: str, **attributes: int | list[int]) -> bytes:
    named = [_field(1, name.encode()) for name in inputs]
    given = [_field(5, _attribute(name, value)) for name, value in attributes.items()]
    return b"".join([*named, _field(2, output.encode()), _field(4, kind.encode()), *given])


def _attribute(name: str, value: int | list[int]) -> bytes:
    if isinstance(value, int):
        return _field(1, name.encode()) + _number(3, value) + _number(20, 2)
    numbers = b"".join(_number(8, each) for each in value)
    return _field(1, name.encode()) + numbers + _number(20, 7)


def _tensor(name: str, values: np.ndarray) -> bytes:
    kind, stored = (_FLOAT, "<f4") if values.dtype == np.float32 else (_INT64, "<i8")
    shape = b"".join(_number(1, length) for length in values.shape)
    content = values.astype(stored).tobytes()
    return shape + _number(2, kind) + _field(8, name.encode()) + _field(9, content)


def _value(name: str, shape: tuple[int, ...], kind: int) -> bytes:
    lengths = b"".join(_field(1, _number(1, length)) for length in shape)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind) + _field(2, lengths)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
