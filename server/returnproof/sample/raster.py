"""Triangles to pixels: a small rasteriser with a depth buffer, for convincing still lives."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.sample.mesh import Floats, Part, Picture

_EDGE = -1e-4  # a hair over the edge, so that neighbouring triangles leave no gap


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole looking at `target`; pixels, metres, `roll` in degrees."""

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    focal: float
    width: int
    height: int
    roll: float = 0.0

    def axes(self) -> Floats:
        """Rows: right, down, ahead."""
        ahead = np.subtract(self.target, self.eye)
        ahead = ahead / np.linalg.norm(ahead)
        right = np.cross(ahead, (0, 0, 1))
        right /= np.linalg.norm(right)
        down = np.cross(ahead, right)
        angle = np.radians(self.roll)
        c, s = np.cos(angle), np.sin(angle)
        return np.array([c * right + s * down, c * down - s * right, ahead], np.float32)

    def project(self, points: Floats) -> Floats:
        """Of n x 3 points, as many rows of pixel x, pixel y, depth."""
        seen = (points - np.array(self.eye, np.float32)) @ self.axes().T
        depth = np.maximum(seen[:, 2], 1e-3)
        x = self.focal * seen[:, 0] / depth + self.width / 2
        y = self.focal * seen[:, 1] / depth + self.height / 2
        return np.stack([x, y, depth], 1).astype(np.float32)


@dataclass(slots=True)
class Layers:
    """What the rasteriser fills per pixel: depth, which part, texture place and normal."""

    depth: Floats
    part: NDArray[np.int16]
    uv: Floats
    normal: Floats

    @classmethod
    def empty(cls, width: int, height: int) -> "Layers":
        return cls(
            np.full((height, width), np.inf, np.float32),
            np.full((height, width), -1, np.int16),
            np.zeros((height, width, 2), np.float32),
            np.zeros((height, width, 3), np.float32),
        )

    def within(self, window: tuple[slice, slice]) -> "Layers":
        return Layers(self.depth[window], self.part[window], self.uv[window], self.normal[window])


def rasterise(camera: Camera, parts: Sequence[Part]) -> Layers:
    """All parts with the nearest surface winning; both sides of a sheet are seen."""
    layers = Layers.empty(camera.width, camera.height)
    eye = np.array(camera.eye, np.float32)
    for number, part in enumerate(parts):
        pixels = camera.project(part.points)
        toward = eye - part.points
        facing = (part.normals * toward).sum(1, keepdims=True)
        flip = np.sign(facing)
        normals = part.normals * np.where(flip == 0, 1, flip)
        values = np.concatenate([part.uv, normals], 1).astype(np.float32)
        corners = pixels[part.faces]
        low = np.maximum(np.floor(corners[..., :2].min(1)).astype(int), 0)
        high = np.ceil(corners[..., :2].max(1)).astype(int) + 1
        high = np.minimum(high, (camera.width, camera.height))
        drawn = (high > low).all(1)
        if part.solid:
            drawn &= (facing[part.faces, 0] > 0).any(1)
        for index in np.flatnonzero(drawn):
            face = values[part.faces[index]]
            _fill(layers, number, corners[index], face, (*low[index], *high[index]))
    return layers


def _fill(
    layers: Layers, number: int, corners: Floats, values: Floats, within: tuple[int, int, int, int]
) -> None:
    left, top, right, bottom = within
    (ax, ay), (bx, by), (cx, cy) = corners[:, :2].tolist()
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if abs(area) < 1e-6:  # noqa: PLR2004 - seen edge on
        return
    x = np.arange(left, right, dtype=np.float32)[None, :] + 0.5
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5
    second = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
    third = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
    first = 1 - second - third
    inside = (first >= _EDGE) & (second >= _EDGE) & (third >= _EDGE)
    inverse = 1 / corners[:, 2]
    nearness = first * inverse[0] + second * inverse[1] + third * inverse[2]
    # Outside the triangle this may pass through zero; nothing is kept from there.
    depth = 1 / np.where(inside, nearness, 1)
    window = (slice(top, bottom), slice(left, right))
    inside &= depth < layers.depth[window]
    if not inside.any():
        return
    weights = np.stack([first, second, third], -1)[inside] * inverse * depth[inside][:, None]
    filled = weights.astype(np.float32) @ values
    layers.depth[window][inside] = depth[inside]
    layers.part[window][inside] = number
    layers.uv[window][inside] = filled[:, :2]
    layers.normal[window][inside] = filled[:, 2:]


def textured(layers: Layers, parts: Sequence[Part]) -> Floats:
    """The colours of all parts, unlit, from a texture reduced to about the size it is seen at."""
    colours = np.zeros((*layers.depth.shape, 3), np.float32)
    for number, part in enumerate(parts):
        mask = layers.part == number
        count = int(mask.sum())
        if not count:
            continue
        rows, columns = np.nonzero(mask)
        window = (
            slice(int(rows.min()), int(rows.max()) + 1),
            slice(int(columns.min()), int(columns.max()) + 1),
        )
        texture = _reduced(part.texture, layers.uv[window], mask[window])
        uv = layers.uv[window]
        u = np.ascontiguousarray(uv[..., 0] * (texture.shape[1] - 1))
        v = np.ascontiguousarray(uv[..., 1] * (texture.shape[0] - 1))
        seen = cv2.remap(texture, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        inner = mask[window]
        colours[window][inner] = seen[inner]
    return colours


def _reduced(texture: Picture, uv: Floats, mask: NDArray[np.bool_]) -> Picture:
    """Texels per pixel from the median step of uv; more than one would shimmer."""
    both = mask[:, 1:] & mask[:, :-1]
    if not both.any():
        return texture
    step = np.abs(uv[:, 1:] - uv[:, :-1])[both]
    texels = np.median(np.hypot(step[:, 0] * texture.shape[1], step[:, 1] * texture.shape[0]))
    if texels <= 1.2:  # noqa: PLR2004
        return texture
    size = (max(8, int(texture.shape[1] / texels)), max(8, int(texture.shape[0] / texels)))
    return np.asarray(cv2.resize(texture, size, interpolation=cv2.INTER_AREA), np.uint8)
