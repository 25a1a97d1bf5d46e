"""A phone's screen with a picture on it: as a screenshot, or photographed by another phone."""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

TEXTS = ("正品保证", "售后申请", "质量问题", "七天无理由", "return request", "实拍图", "已坏")
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """One with Chinese signs where there is one."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def screenshot(image: Image.Image, dice: np.random.Generator, *, tall: bool) -> Image.Image:
    """Status bar, title, the picture with its margins, buttons; dark or bright."""
    size = (1080, 2340) if tall else (2340, 1080)
    paper, ink = ("#111", "#eee") if dice.integers(2) else ("#f2f2f2", "#222")
    screen = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(screen)
    draw.text((50, 24), f"{dice.integers(0, 24):02}:{dice.integers(0, 60):02}", ink, font(38))
    draw.text((size[0] - 190, 24), "5G  87%", ink, font(38))
    draw.text((size[0] // 2 - 90, 110), str(dice.choice(TEXTS)), ink, font(48))
    edge = int(dice.integers(0, 90))
    room = (size[0] - 2 * edge, size[1] - (560 if tall else 300))
    shown = ImageOps.contain(image, room)
    left, top = (size[0] - shown.width) // 2, 200 + (room[1] - shown.height) // 3
    screen.paste(shown, (left, top))
    base = size[1] - 90
    for place in range(4):
        centre = size[0] * (2 * place + 1) // 8
        draw.rounded_rectangle((centre - 90, base - 30, centre + 90, base + 50), 20, "#ff5000")
        draw.text((centre - 60, base - 20), str(dice.choice(TEXTS))[:3], "white", font(38))
    if tall:
        draw.text((50, base - 150), "买家:收到的就是这样的,要求退款", ink, font(40))
    return screen


def on_a_screen(image: Image.Image, dice: np.random.Generator) -> Image.Image:
    """The stripes of a screen, seen askew, a little blurred, with a reflection and a cast."""
    shown = screenshot(image, dice, tall=True) if dice.integers(2) else image.copy()
    shown.thumbnail((1500, 1500))
    pixels = np.asarray(shown, float)
    height, width = pixels.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(float)
    waves = np.sin(2 * np.pi * (xs / 2.9 + ys / 41)) + np.sin(2 * np.pi * (ys / 3.3 + xs / 57))
    pixels = pixels * (1 + 0.06 * waves[..., None]) * dice.uniform(0.8, 1.1, 3)
    middle, reach = dice.random(2), (0.3, 0.2)
    across, down = ((xs / width - middle[0]) / reach[0], (ys / height - middle[1]) / reach[1])
    glow = np.exp(-(across**2 + down**2))
    pixels += 70 * glow[..., None]
    seen = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    corners = np.array([[0, 0], [0, height], [width, height], [width, 0]], float)
    moved = corners + dice.uniform(-0.12, 0.06, (4, 2)) * (width, height)
    seen = quad(seen, moved)
    return seen.filter(ImageFilter.GaussianBlur(float(dice.uniform(0.6, 1.4))))


def quad(
    image: Image.Image, corners: np.ndarray[tuple[int, ...], np.dtype[np.floating]]
) -> Image.Image:
    """What lies between `corners` (upper left, lower left, lower right, upper right), upright."""
    places = tuple(float(each) for each in corners.ravel())
    return image.transform(image.size, Image.Transform.QUAD, places, Image.Resampling.BICUBIC)
