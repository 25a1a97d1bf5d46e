"""Shapes as triangles with texture coordinates; lengths in metres, z up, the table at z = 0."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Picture = NDArray[np.uint8]  # height x width x 3, BGR
Colour = tuple[int, int, int]  # BGR


@dataclass(frozen=True, slots=True)
class Part:
    """One surface with one texture. `points` and `normals` are n x 3, `uv` n x 2 in [0, 1].

    Of a `solid` one only the outside can be seen, so its far half need not be drawn.
    """

    points: Floats
    normals: Floats
    uv: Floats
    faces: NDArray[np.int32]
    texture: Picture
    gloss: float = 0.15
    solid: bool = False


def quad(corners: Sequence[Sequence[float]], texture: Picture, gloss: float = 0.15) -> Part:
    """A flat sheet; corners run top-left, top-right, bottom-right, bottom-left of the texture."""
    points = np.array(corners, np.float32)
    normal = np.cross(points[3] - points[0], points[1] - points[0]).astype(np.float32)
    normal /= np.linalg.norm(normal) + 1e-9
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    return Part(points, np.tile(normal, (4, 1)), uv, faces, texture, gloss)


def box(
    size: tuple[float, float, float], faces: dict[str, Picture], gloss: float = 0.15
) -> list[Part]:
    """A box on the table; `faces` names front, right, back, left and top, or fewer: then open."""
    x, y, z = size[0] / 2, size[1] / 2, size[2]
    corners = {
        "front": [(-x, -y, z), (x, -y, z), (x, -y, 0), (-x, -y, 0)],
        "right": [(x, -y, z), (x, y, z), (x, y, 0), (x, -y, 0)],
        "back": [(x, y, z), (-x, y, z), (-x, y, 0), (x, y, 0)],
        "left": [(-x, y, z), (-x, -y, z), (-x, -y, 0), (-x, y, 0)],
        "top": [(-x, y, z), (x, y, z), (x, -y, z), (-x, -y, z)],
    }
    return [quad(corners[side], texture, gloss) for side, texture in faces.items()]


def sheet(
    place: Callable[[Floats, Floats], tuple[Floats, Floats, Floats]],
    texture: Picture,
    *,
    steps: tuple[int, int],
    gloss: float = 0.15,
    solid: bool = False,
) -> Part:
    """A curved sheet: `place(u, v)` gives x, y, z over a grid of `steps` cells."""
    columns, rows = steps
    u, v = np.meshgrid(
        np.linspace(0, 1, columns + 1, dtype=np.float32),
        np.linspace(0, 1, rows + 1, dtype=np.float32),
    )
    grid = np.stack([np.broadcast_to(c, u.shape) for c in place(u, v)], -1).astype(np.float32)
    along, down = np.gradient(grid, axis=1), np.gradient(grid, axis=0)
    normals = np.cross(down, along)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    corner = (np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)).ravel()
    faces = np.concatenate(
        [
            np.stack([corner, corner + 1, corner + columns + 2], 1),
            np.stack([corner, corner + columns + 2, corner + columns + 1], 1),
        ]
    )
    return Part(
        grid.reshape(-1, 3),
        normals.reshape(-1, 3).astype(np.float32),
        np.stack([u, v], -1).reshape(-1, 2),
        faces.astype(np.int32),
        texture,
        gloss,
        solid,
    )


def lathe(
    profile: Sequence[tuple[float, float]],
    texture: Picture,
    *,
    gloss: float = 0.3,
    around: int = 36,
    solid: bool = True,
) -> Part:
    """A body turned about the z axis; `profile` lists (radius, height) from the top down."""
    radii = np.array([p[0] for p in profile], np.float32)
    heights = np.array([p[1] for p in profile], np.float32)
    at = np.linspace(0, 1, len(profile), dtype=np.float32)

    def place(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        radius = np.interp(v, at, radii).astype(np.float32)
        angle = (u * 2 * np.pi).astype(np.float32)
        return radius * np.cos(angle), radius * np.sin(angle), np.interp(v, at, heights)

    return sheet(
        place, texture, steps=(around, max(3, 2 * (len(profile) - 1))), gloss=gloss, solid=solid
    )


def tube(
    path: Callable[[Floats], Floats], radius: float, texture: Picture, *, steps: int = 28
) -> Part:
    """A round cord along `path(t)`, t in [0, 1] to points n x 3: handles, straps, cables."""
    t = np.linspace(0, 1, steps + 1, dtype=np.float32)
    line = path(t)
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True) + 1e-9
    side = np.cross(ahead, np.array([0.31, 0.95, 0.05], np.float32))
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    across = np.cross(ahead, side)

    def place(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        row = np.rint(v[:, :1] * steps).astype(int)[:, 0]
        angle = (u * 2 * np.pi)[..., None]
        ring = line[row][:, None] - radius * (
            np.cos(angle) * side[row][:, None] + np.sin(angle) * across[row][:, None]
        )
        return ring[..., 0], ring[..., 1], ring[..., 2]

    return sheet(place, texture, steps=(10, steps), gloss=0.25)


def moved(
    parts: Sequence[Part],
    *,
    by: tuple[float, float, float] = (0, 0, 0),
    turn: float = 0,
    scale: float = 1,
) -> list[Part]:
    """The parts scaled, turned about z by `turn` degrees, then shifted."""
    angle = np.radians(turn)
    c, s = np.cos(angle), np.sin(angle)
    rotation = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float32)
    return [
        replace(
            part,
            points=(part.points * scale) @ rotation.T + np.array(by, np.float32),
            normals=part.normals @ rotation.T,
        )
        for part in parts
    ]


def tipped(parts: Sequence[Part], *, degrees: float, lift: float) -> list[Part]:
    """The parts laid over about the x axis, then lifted so that they rest on the table."""
    angle = np.radians(degrees)
    c, s = np.cos(angle), np.sin(angle)
    rotation = np.array([[1, 0, 0], [0, c, -s], [0, s, c]], np.float32)
    shift = np.array([0, 0, lift], np.float32)
    return [
        replace(part, points=part.points @ rotation.T + shift, normals=part.normals @ rotation.T)
        for part in parts
    ]
