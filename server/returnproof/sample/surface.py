"""Printed, woven and worn surfaces, drawn from seeds; all pictures BGR."""

import cv2
import numpy as np

from returnproof.sample.mesh import Colour, Floats, Picture

Random = np.random.Generator
INK: Colour = (38, 34, 30)
_GLYPH = 0.62  # a Latin letter's width against the text size


def plain(width: int, height: int, colour: Colour) -> Picture:
    return np.full((height, width, 3), colour, np.uint8)


def clouds(random: Random, width: int, height: int, *, cells: int = 4, octaves: int = 4) -> Floats:
    """Smooth noise in about [-1, 1], finer octaves half as strong."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        across = cells * 2**octave + 3
        down = max(3, round(across * height / width))
        grid = random.standard_normal((down, across)).astype(np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) / 2**octave
    return total / 2.2


def shaded(picture: Picture, by: Floats, strength: float) -> Picture:
    """Each pixel's brightness moved by `by` (about [-1, 1]) times `strength` grey levels."""
    return np.clip(picture + by[..., None] * strength, 0, 255).astype(np.uint8)


def grain(random: Random, picture: Picture, strength: float) -> Picture:
    noise = random.standard_normal(picture.shape[:2]).astype(np.float32)
    return shaded(picture, noise, strength)


def text(
    picture: Picture,
    words: str,
    at: tuple[int, int],
    size: int,
    colour: Colour = INK,
    *,
    bold: bool = False,
) -> None:
    """Written in place; `at` is the left end of the base line."""
    face = cv2.FontFace("sans")
    cv2.putText(picture, words, at, colour, face, size, 700 if bold else 400)


def centred(
    picture: Picture, words: str, y: int, size: int, colour: Colour = INK, *, bold: bool = False
) -> None:
    """Written in place, in the middle of the width, made smaller until it fits."""
    width = picture.shape[1]
    face = cv2.FontFace("sans")
    weight = 700 if bold else 400
    while True:
        box = cv2.getTextSize((width * 9, size * 4), words, (0, 0), face, size, weight)
        if box[2] <= width * 0.94 or size <= 9:  # noqa: PLR2004
            break
        size = int(size * 0.9)
    cv2.putText(picture, words, (max(2, (width - box[2]) // 2), y), colour, face, size, weight)


def barcode(
    picture: Picture, random: Random, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    """A striped label with digits under it; nobody can scan it, it only looks the part."""
    x, y = corner
    width, height = size
    cv2.rectangle(picture, (x - 8, y - 8), (x + width + 8, y + height + 22), (250, 250, 250), -1)
    at = x
    while at < x + width:
        bar = int(random.integers(2, 6))
        cv2.rectangle(picture, (at, y), (min(at + bar, x + width), y + height), INK, -1)
        at += bar + int(random.integers(2, 6))
    digits = "69" + "".join(str(d) for d in random.integers(0, 10, 11))
    text(picture, digits, (x, y + height + 18), 17)


def emblems(picture: Picture, random: Random, colours: list[Colour], count: int) -> None:
    """A printed pattern of discs, triangles, bars and arcs, in place."""
    height, width = picture.shape[:2]
    for _ in range(count):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        size = int(random.integers(width // 40 + 4, width // 11 + 8))
        colour = colours[int(random.integers(0, len(colours)))]
        shape = int(random.integers(0, 4))
        if shape == 0:
            cv2.circle(picture, (x, y), size // 2, colour, -1, cv2.LINE_AA)
        elif shape == 1:
            points = np.array([[x, y - size], [x + size, y + size], [x - size, y + size // 2]])
            cv2.fillPoly(picture, [points.astype(np.int32)], colour, cv2.LINE_AA)
        elif shape == 2:  # noqa: PLR2004
            end = (x + int(random.integers(-size * 2, size * 2)), y + size)
            cv2.line(picture, (x, y), end, colour, max(2, size // 5), cv2.LINE_AA)
        else:
            turn = float(random.integers(0, 360))
            cv2.ellipse(
                picture,
                (x, y),
                (size, size // 2),
                turn,
                20,
                250,
                colour,
                max(2, size // 7),
                cv2.LINE_AA,
            )


def worn(picture: Picture, random: Random, amount: float) -> Picture:
    """What use leaves: scuffs, fine scratches, stains and faded colour; 0 new, 1 worn out."""
    height, width = picture.shape[:2]
    result = picture.copy()
    for _ in range(int(3 + 110 * amount)):
        x, y = random.integers(0, width), random.integers(0, height)
        angle, length = random.uniform(0, np.pi), random.uniform(0.01, 0.04 + 0.14 * amount) * width
        end = (int(x + length * np.cos(angle)), int(y + length * np.sin(angle)))
        tone = int(random.choice([225, 205, 70]))
        cv2.line(
            result,
            (int(x), int(y)),
            end,
            (tone, tone, tone),
            1 + int(amount > random.random()),
            cv2.LINE_AA,
        )
    if amount > 0.2:  # noqa: PLR2004
        spots = clouds(random, width, height, cells=5, octaves=5)
        dirt = np.clip(spots * 1.6 - 0.2, 0, 0.85)[..., None] * amount
        grey = result.mean(2, keepdims=True)
        faded = result * (1 - 0.5 * amount) + (grey * 0.36 + 26) * amount
        result = np.clip(faded * (1 - dirt) + np.array([58, 78, 92]) * dirt, 0, 255).astype(
            np.uint8
        )
    mixed = cv2.addWeighted(result, 0.8, cv2.GaussianBlur(result, (0, 0), 1.1), 0.2, 0)
    return np.asarray(mixed, np.uint8)


def serial_sticker(picture: Picture, serial: str, corner: tuple[int, int], width: int) -> None:
    """The white sticker that tells this unit from its twins, in place."""
    x, y = corner
    height = int(width * 0.36)
    cv2.rectangle(picture, (x, y), (x + width, y + height), (248, 250, 250), -1)
    cv2.rectangle(picture, (x, y), (x + width, y + height), (120, 120, 120), 2)
    text(picture, "S/N", (x + width // 22, y + int(height * 0.42)), int(height * 0.3), bold=True)
    text(picture, serial, (x + width // 22, y + int(height * 0.86)), int(height * 0.34), bold=True)


def crack(
    picture: Picture, random: Random, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """A forked break from `start` to `end` (fractions of the picture), in place."""
    height, width = picture.shape[:2]
    ends = np.array([start, end]) * (width, height)
    steps = np.linspace(ends[0], ends[1], 16)
    steps[1:-1] += random.normal(0, 0.011 * width, (14, 2))
    line = steps.astype(np.int32).reshape(-1, 1, 2)
    thick = max(3, width // 260)
    cv2.polylines(picture, [line + thick], isClosed=False, color=(226, 228, 230), thickness=thick)
    cv2.polylines(picture, [line], isClosed=False, color=(44, 40, 40), thickness=thick)
    for index in (4, 7, 11):
        away = steps[index] + random.normal(0, 0.07 * width, 2)
        cv2.line(
            picture,
            tuple(map(int, steps[index])),
            tuple(map(int, away)),
            (28, 26, 26),
            max(2, thick // 2),
        )


def wood(random: Random, width: int, height: int, tone: Colour, planks: int = 5) -> Picture:
    """Planks side by side, each with its own tone, growth lines and a few knots."""
    lines = clouds(random, width, height, cells=3, octaves=3)
    across = np.linspace(0, planks * 9, height, dtype=np.float32)[:, None]
    rings = np.sin((across + lines * 1.7) * 5.0)
    fibres = random.standard_normal((height, max(4, width // 60))).astype(np.float32)
    fine = cv2.resize(fibres, (width, height), interpolation=cv2.INTER_LINEAR)
    picture = shaded(plain(width, height, tone), rings * 0.55 + fine * 0.55, 15)
    step = height // planks
    for plank in range(planks):
        rows = slice(plank * step, (plank + 1) * step)
        shift = float(random.normal(0, 11))
        picture[rows] = np.clip(picture[rows] + shift, 0, 255).astype(np.uint8)
        cv2.line(picture, (0, plank * step), (width, plank * step), (28, 36, 46), 3)
        joint = int(random.integers(0, width))
        cv2.line(picture, (joint, plank * step), (joint, (plank + 1) * step), (34, 42, 52), 3)
    return picture


def woven(random: Random, width: int, height: int, tone: Colour, *, thread: int = 5) -> Picture:
    """Cloth: crossing threads, irregular enough to be recognised."""
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    weave = np.sin(x * np.pi / thread) * np.sin(y * np.pi / thread)
    slubs = (
        cv2.GaussianBlur(random.standard_normal((height, width)).astype(np.float32), (0, 0), 2.2)
        * 3
    )
    return shaded(
        plain(width, height, tone), weave * 0.5 + slubs * 0.8 + clouds(random, width, height), 13
    )
