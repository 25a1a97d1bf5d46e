"""Things that do not exist, seen from several sides: what photos of flat clothes cannot teach.

Each thing is a few shapes of the sample shop's renderer under surfaces drawn from a seed. Things of
one family share shapes or surfaces, not both, and are the hard ones to tell apart.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from returnproof.sample import surface
from returnproof.sample.mesh import Floats, Part, Picture, box, lathe, moved, sheet, tipped, tube
from returnproof.sample.raster import Camera

SIDE = 128
VIEWS = 4
FAMILY = 3
_WORDS = (
    *("NOVA", "清泉", "LUMO", "小满", "KITO", "山野"),
    *("ORBIT", "云朵", "FERN", "木作", "VELA", "好物"),
)
_ASIDE = 0.7  # how far the light may stand to the side
Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Rendered:
    """`crops` (VIEWS, SIDE, SIDE, 4) RGB and mask of one thing of a `family`."""

    family: int
    crops: NDArray[np.uint8]


def rendered(families: int, seed: int) -> Iterator[list[Rendered]]:
    """Families in their order, made on every core; the same on every machine but for rounding."""
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(_family, range(families), [seed] * families, chunksize=4)


def _family(number: int, seed: int) -> list[Rendered]:
    cv2.setNumThreads(1)
    found = []
    alike_in_shape = number % 2 == 0
    for member in range(FAMILY):
        form = np.random.default_rng([seed, number, 0 if alike_in_shape else member + 1])
        skin = np.random.default_rng([seed, number, 99 if not alike_in_shape else member + 100])
        parts = _thing(form, skin)
        eyes = np.random.default_rng([seed, number, member, 7])
        found.append(Rendered(number, np.stack([_seen(parts, eyes) for _ in range(VIEWS)])))
    return found


def _thing(form: Random, skin: Random) -> list[Part]:
    """One to four shapes that touch each other."""
    palette = _palette(skin)
    parts = _shape(form, skin, palette)
    for _ in range(int(form.integers(0, 4))):
        added = _shape(form, skin, palette)
        side = form.normal(0, 0.09, 2)
        parts += moved(
            added,
            by=(float(side[0]), float(side[1]), float(form.uniform(0, 0.12))),
            turn=float(form.uniform(0, 360)),
            scale=float(form.uniform(0.3, 0.9)),
        )
    return parts


def _shape(form: Random, skin: Random, palette: list[tuple[int, int, int]]) -> list[Part]:
    gloss = float(skin.choice([0.02, 0.15, 0.5]))
    kind = int(form.integers(0, 6))
    if kind <= 1:
        size = tuple(float(s) for s in form.uniform(0.03, 0.24, 3))
        names = ("front", "right", "back", "left", "top")
        return box((size[0], size[1], size[2]), {n: _skin(skin, palette) for n in names}, gloss)
    if kind <= 3:  # noqa: PLR2004 - turned things are as frequent as boxes
        count = int(form.integers(3, 8))
        heights = np.linspace(form.uniform(0.08, 0.25), 0, count)
        radii = np.clip(form.uniform(0.03, 0.1) * np.exp(form.normal(0, 0.35, count)), 0.01, 0.13)
        profile = [(0.005, float(heights[0])), *zip(radii.tolist(), heights.tolist(), strict=True)]
        body = [lathe(profile, _skin(skin, palette), gloss=gloss, around=20)]
        laid = form.random() < 0.25  # noqa: PLR2004
        return tipped(body, degrees=90, lift=float(radii.max())) if laid else body
    if kind == 4:  # noqa: PLR2004 - cords and handles
        bend, reach = form.normal(0, 0.08, (3, 3)), float(form.uniform(0.05, 0.2))

        def path(t: Floats) -> Floats:
            turn = np.stack([np.cos(3 * t) * reach, np.sin(3 * t) * reach, 0.1 + 0 * t], 1)
            return np.asarray(turn + np.sin(np.outer(t, [2, 3, 4])) @ bend, np.float32)

        return [tube(path, float(form.uniform(0.006, 0.03)), _skin(skin, palette), steps=14)]
    wave, width = form.normal(0, 0.02, 3), float(form.uniform(0.08, 0.2))

    def place(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        lift = 0.12 * v + wave[0] * np.sin(6 * u) + wave[1] * np.sin(5 * v) + wave[2] * u
        return (u - 0.5) * 2 * width, (v - 0.5) * 2 * width, lift + 0.03

    return [sheet(place, _skin(skin, palette), steps=(8, 8), gloss=gloss)]


def _palette(skin: Random) -> list[tuple[int, int, int]]:
    """Three colours of one mood; things are grey, black or white as often as coloured."""
    hue, spread = skin.uniform(0, 180), skin.choice([4, 20, 60])
    full = float(skin.choice([0, 15, 60, 140, 220]))
    found = []
    for _ in range(3):
        value = np.clip(skin.normal(skin.choice([35, 120, 220]), 25), 8, 250)
        hsv = np.array([[[(hue + skin.normal(0, spread)) % 180, full, value]]], np.uint8)
        found.append(tuple(int(c) for c in cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)[0, 0]))
    return found


def _skin(skin: Random, palette: list[tuple[int, int, int]]) -> Picture:
    side = 220
    first, second, third = (palette[i] for i in skin.permutation(3))
    picture = surface.plain(side, side, first)
    kind = int(skin.integers(0, 7))
    if kind == 1:
        picture = surface.woven(skin, side, side, first, thread=int(skin.integers(3, 12)))
    elif kind == 2:  # noqa: PLR2004
        surface.emblems(picture, skin, [second, third], int(skin.integers(3, 40)))
    elif kind == 3:  # noqa: PLR2004
        step = int(skin.integers(8, 60))
        for at in range(0, side, step):
            cv2.line(
                picture, (at, 0), (at + int(skin.integers(-1, 2)), side), second, step // 3 + 1
            )
    elif kind == 4:  # noqa: PLR2004
        step = int(skin.integers(14, 50))
        for row in range(0, side, step):
            for column in range(0, side, step):
                corner = (column + step - 4, row + step - 4)
                cv2.rectangle(picture, (column, row), corner, second, -1)
    elif kind == 5:  # noqa: PLR2004
        picture = surface.wood(skin, side, side, first, planks=int(skin.integers(1, 6)))
    if skin.random() < 0.4:  # noqa: PLR2004 - a label
        top = int(skin.integers(20, 120))
        cv2.rectangle(picture, (15, top), (side - 15, top + 80), third, -1)
        surface.centred(picture, str(skin.choice(_WORDS)), top + 55, 46, second, bold=True)
    roughness = float(skin.choice([3, 10, 28]))
    cells = int(skin.integers(2, 24))
    return surface.shaded(picture, surface.clouds(skin, side, side, cells=cells), roughness)


def _seen(parts: list[Part], eyes: Random) -> NDArray[np.uint8]:
    """The thing filling the picture, from anywhere above the table, under one lamp."""
    points = np.concatenate([part.points for part in parts])
    middle = (points.min(0) + points.max(0)) / 2
    reach = float(np.linalg.norm(points - middle, axis=1).max())
    around, above = eyes.normal(0, 0.7), np.radians(eyes.uniform(12, 75))
    far = reach * float(eyes.uniform(3, 7))
    eye = middle + far * np.array(
        [np.cos(above) * np.sin(around), -np.cos(above) * np.cos(around), np.sin(above)]
    )
    focal = SIDE * 0.46 * far / reach
    roll = float(eyes.normal(0, 8))
    camera = Camera(tuple(eye), tuple(middle), focal, SIDE, SIDE, roll)
    seen = np.zeros((SIDE * SIDE, 4), np.uint8)
    samples = [_sampled(part, camera) for part in parts]
    place, depth, colours, normal, gloss = (
        np.concatenate(each) for each in zip(*samples, strict=True)
    )
    order = np.argsort(-depth, kind="stable")  # what is near is written last
    _, last = np.unique(place[order][::-1], return_index=True)
    chosen = order[::-1][last]
    seen[place[chosen], :3] = _lit(colours[chosen], normal[chosen], gloss[chosen], camera, eyes)
    seen[place[chosen], 3] = 255
    return _filled(seen.reshape(SIDE, SIDE, 4))


def _sampled(part: Part, camera: Camera) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Pixel number, depth, colour (RGB), normal and gloss of points as dense as the pixels.

    Far quicker in NumPy than one triangle after the other, and rough edges do not matter here.
    """
    pixels = camera.project(part.points)
    corners = pixels[part.faces]
    longest = float(np.linalg.norm(corners[:, :, :2] - corners[:, [1, 2, 0], :2], axis=2).max())
    steps = int(np.clip(longest * 1.1, 2, 200))
    first, second = (each.ravel() for each in np.mgrid[0 : steps + 1, 0 : steps + 1] / steps)
    inside = first + second <= 1 + 1e-6
    weights = np.stack([1 - first - second, first, second], 1)[inside].astype(np.float32)
    facing = ((camera.eye - part.points) * part.normals).sum(1, keepdims=True)
    normals = part.normals * np.where(facing < 0, -1, 1)
    values = np.concatenate([pixels, part.uv, normals], 1).astype(np.float32)
    found = np.einsum("sk,fkc->fsc", weights, values[part.faces]).reshape(-1, values.shape[1])
    x, y = found[:, 0].astype(np.int64), found[:, 1].astype(np.int64)
    within = (x >= 0) & (x < SIDE) & (y >= 0) & (y < SIDE)
    found, place = found[within], (y * SIDE + x)[within]
    texture = cv2.resize(part.texture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    u = np.clip(found[:, 3] * texture.shape[1], 0, texture.shape[1] - 1).astype(np.int64)
    v = np.clip(found[:, 4] * texture.shape[0], 0, texture.shape[0] - 1).astype(np.int64)
    colours = texture[v, u][:, ::-1].astype(np.float32)
    return place, found[:, 2], colours, found[:, 5:], np.full(len(found), part.gloss, np.float32)


def _lit(
    colours: Floats, normal: Floats, gloss: Floats, camera: Camera, eyes: Random
) -> NDArray[np.uint8]:
    """Colours (n, 3) under the lamp, and what of it is mirrored to the eye."""
    normal = normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-6)
    sun = np.array([*eyes.normal(0, _ASIDE, 2), 1.0])
    sun /= np.linalg.norm(sun)
    half = sun - camera.axes()[2]
    half /= np.linalg.norm(half)
    harsh = float(eyes.uniform(0.2, 0.7))
    light = (1 - harsh) * (0.85 + 0.15 * normal[:, 2]) + harsh * np.clip(normal @ sun, 0, 1) * 1.3
    shine = gloss * np.clip(normal @ half, 0, 1) ** 24 * 255
    return np.clip(colours * light[:, None] + shine[:, None], 0, 255).astype(np.uint8)


def _filled(seen: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Cut to the thing with a little margin, square, as the engine cuts its box."""
    rows, columns = np.nonzero(seen[..., 3])
    if not len(rows):
        return seen
    half = max(np.ptp(rows), np.ptp(columns), 8) / 2 * 1.15
    x, y = (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2
    scale = SIDE / (2 * half)
    move = np.array([[scale, 0, SIDE / 2 - scale * x], [0, scale, SIDE / 2 - scale * y]])
    return np.asarray(cv2.warpAffine(seen, move, (SIDE, SIDE)), np.uint8)
