"""A still life on a table, taken with something like a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from returnproof.sample.ground import ground
from returnproof.sample.mesh import Floats, Part, Picture
from returnproof.sample.raster import Camera, rasterise, textured

WIDTH, HEIGHT = 1600, 1200
FINER = 1.25  # drawn larger, then reduced: smooth edges
_SPARE = 200  # by how much the noise can be shifted
SHEET = 1.5  # metres of ground that one texture covers


@dataclass(frozen=True, slots=True)
class View:
    """Where the phone is and what the light is like.

    `around` and `above` in degrees, `far` in metres from the middle of the thing; `light` is the
    side the light comes from in degrees, `warm` from -1 (blue) to 1 (orange); `blur` in pixels.
    """

    ground: str
    around: float = 0.0
    above: float = 48.0
    far: float = 0.6
    roll: float = 0.0
    aside: tuple[float, float] = (0.0, 0.0)
    light: float = 140.0
    warm: float = 0.0
    bright: float = 1.24
    noise: float = 3.0
    blur: float = 0.0
    quality: int = 90
    seed: int = 0


def photograph(parts: Sequence[Part], view: View) -> Picture:
    """One photo, 1600 by 1200, BGR."""
    random = np.random.default_rng(view.seed)
    camera = _camera(parts, view)
    shadow = cv2.cvtColor(_shadow(camera, parts, view), cv2.COLOR_GRAY2BGR)
    picture = np.asarray(cv2.multiply(_ground(camera, view), shadow, dtype=cv2.CV_8U), np.uint8)
    window = _window(camera, parts)
    layers = rasterise(camera, parts).within(window)
    things = layers.part >= 0
    colours = textured(layers, parts)[things]
    gloss = np.array([part.gloss for part in parts], np.float32)[layers.part[things]]
    picture[window][things] = _lit(colours, layers.normal[things], gloss, camera, view)
    return _developed(picture, view, random)


def _camera(parts: Sequence[Part], view: View) -> Camera:
    points = np.concatenate([part.points for part in parts])
    middle = (points.min(0) + points.max(0)) / 2
    around, above = np.radians(view.around), np.radians(view.above)
    reach = view.far * np.cos(above)
    target = middle + np.array([*view.aside, 0])
    eye = target + np.array(
        [reach * np.sin(around), -reach * np.cos(around), view.far * np.sin(above)]
    )
    width, height = int(WIDTH * FINER), int(HEIGHT * FINER)
    return Camera(tuple(eye), tuple(target), 1.05 * width, width, height, view.roll)


def _ground(camera: Camera, view: View) -> Picture:
    sheet = ground(view.ground, view.seed % 5 + 11)
    side = sheet.shape[0]
    half = SHEET / 2
    corners = np.array([[-half, half], [half, half], [half, -half], [-half, -half]], np.float32)
    shift = np.array(camera.target[:2], np.float32)
    table = np.concatenate([corners * 0.2 + shift, np.zeros((4, 1), np.float32)], 1)
    texels = (corners * 0.2 + shift) / SHEET * (side, -side) + side / 2
    matrix = cv2.getPerspectiveTransform(
        texels.astype(np.float32), np.ascontiguousarray(camera.project(table)[:, :2])
    )
    seen = cv2.warpPerspective(
        sheet,
        matrix,
        (camera.width, camera.height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return np.asarray(seen, np.uint8)


def _sun(view: View) -> Floats:
    angle = np.radians(view.light)
    sun = np.array([np.cos(angle) * 0.62, np.sin(angle) * 0.62, 1.0])
    return np.asarray(sun / np.linalg.norm(sun), np.float32)


def _shadow(camera: Camera, parts: Sequence[Part], view: View) -> Floats:
    """How much light reaches the table: a soft cast shadow, and a darker line of contact."""
    sun = _sun(view)
    small = (camera.width // 4, camera.height // 4)
    cast, contact = np.zeros(small[::-1], np.uint8), np.zeros(small[::-1], np.uint8)
    for part in parts:
        height = np.maximum(part.points[:, 2:3], 0)
        thrown = part.points - sun * height / sun[2]
        below = part.points * np.array([1, 1, 0], np.float32)
        for mask, points in ((cast, thrown), (contact, below)):
            pixels = np.rint(camera.project(points)[:, :2] / 4).astype(np.int32)
            for face in part.faces:
                cv2.fillConvexPoly(mask, pixels[face], 255)
    soft = cv2.GaussianBlur(cast, (0, 0), 8).astype(np.float32) / 255 * 0.42
    near = cv2.GaussianBlur(contact, (0, 0), 5).astype(np.float32) / 255 * 0.34
    light = 1 - np.clip(soft + near, 0, 0.72)
    size = (camera.width, camera.height)
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _window(camera: Camera, parts: Sequence[Part]) -> tuple[slice, slice]:
    """The rows and columns of the picture in which there are things."""
    pixels = camera.project(np.concatenate([part.points for part in parts]))[:, :2]
    low = np.maximum(np.floor(pixels.min(0)).astype(int), 0)
    high = np.minimum(np.ceil(pixels.max(0)).astype(int) + 1, (camera.width, camera.height))
    return slice(low[1], high[1]), slice(low[0], high[0])


def _lit(colours: Floats, normal: Floats, gloss: Floats, camera: Camera, view: View) -> Picture:
    """The colours (n x 3) under the sky, the lamp and its reflection."""
    normal = normal / (np.sqrt((normal * normal).sum(1, keepdims=True)) + 1e-6)
    sun = _sun(view)
    half = sun - camera.axes()[2]
    half /= np.linalg.norm(half)
    light = 0.46 + 0.1 * normal[:, 2] + 0.55 * np.clip(normal @ sun, 0, 1)
    shine = np.clip(normal @ half, 0, 1)
    for _ in range(5):  # to the 32nd: pow() takes longer than all the rest here
        shine *= shine
    lit = colours * light[:, None] + (gloss * 170 * shine)[:, None]
    return np.asarray(np.minimum(lit, 255), np.uint8)


@lru_cache(maxsize=1)
def _noise() -> Floats:
    """A field of sensor noise to cut from: making one for each photo costs more than drawing."""
    random = np.random.default_rng(7)
    height, width = HEIGHT + _SPARE, WIDTH + _SPARE
    grey = random.standard_normal((height, width, 1), dtype=np.float32)
    tint = random.standard_normal((height // 2, width // 2, 3), dtype=np.float32)
    return grey + 0.5 * cv2.resize(tint, (width, height))


def _developed(picture: Picture, view: View, random: np.random.Generator) -> Picture:
    """Exposure, white balance, falling off to the corners, softness and sensor noise."""
    small = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    x = np.linspace(-1, 1, WIDTH // 10, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, HEIGHT // 10, dtype=np.float32)[:, None]
    angle = np.radians(view.light + view.around)
    fall = 1 - 0.13 * (x * x + y * y) + 0.1 * (np.cos(angle) * x - np.sin(angle) * y)
    balance = np.array([1 - 0.11 * view.warm, 1, 1 + 0.09 * view.warm], np.float32)
    small = cv2.GaussianBlur(small, (0, 0), 0.6 + view.blur)
    lens = ((fall * view.bright)[..., None] * balance).astype(np.float32)
    exposed = cv2.multiply(small, cv2.resize(lens, (WIDTH, HEIGHT)), dtype=cv2.CV_32F)
    top, left = (int(n) for n in random.integers(0, _SPARE, 2))
    noise = _noise()[top : top + HEIGHT, left : left + WIDTH]
    return np.asarray(cv2.addWeighted(exposed, 1, noise, view.noise, 0, dtype=cv2.CV_8U), np.uint8)
