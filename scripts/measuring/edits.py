"""What people do to a picture before they show it again, one function a kind; all seeded.

Each takes an RGB picture, other pictures of the same shop (for collages and stitches) and dice.
"""

import io
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from phone import TEXTS, font, on_a_screen, quad, screenshot
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Dice = np.random.Generator
Edit = Callable[[Image.Image, Sequence[Image.Image], Dice], Image.Image]


def resaved(image: Image.Image, format_: str, **options: int | str) -> Image.Image:
    """Written and read again."""
    file = io.BytesIO()
    image.save(file, format_, **options)
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


def shrunk(image: Image.Image, side: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    return copy


def cropped(image: Image.Image, area: float, dice: Dice) -> Image.Image:
    """A part of `area` (0 to 1) of the picture, somewhere, of about its shape."""
    stretch = float(dice.uniform(0.85, 1.18))
    width = min(image.width, round(image.width * area**0.5 * stretch))
    height = min(image.height, round(image.height * area**0.5 / stretch))
    left = int(dice.integers(0, image.width - width + 1))
    top = int(dice.integers(0, image.height - height + 1))
    return image.crop((left, top, left + width, top + height))


def turned(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    del others
    fill = tuple(int(each) for each in dice.integers(0, 256, 3))
    return image.rotate(
        float(dice.uniform(-80, 80)), Image.Resampling.BICUBIC, expand=True, fillcolor=fill
    )


def bordered(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    del others
    edge = round(min(image.size) * float(dice.uniform(0.08, 0.3)))
    return ImageOps.expand(image, edge, tuple(int(each) for each in dice.integers(0, 256, 3)))


def stickered(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    """Up to a quarter of the picture under opaque emoji-like discs and boxes."""
    del others
    copy, side = image.copy(), min(image.size)
    draw = ImageDraw.Draw(copy)
    for _ in range(int(dice.integers(3, 7))):
        size = round(side * float(dice.uniform(0.12, 0.26)))
        left, top = (int(dice.integers(0, each - size)) for each in copy.size)
        colour = tuple(int(each) for each in dice.integers(0, 256, 3))
        box = (left, top, left + size, top + size)
        draw.ellipse(box, colour) if dice.integers(2) else draw.rectangle(box, colour)
        third = size // 3
        draw.ellipse((left + third, top + third, left + third + 8, top + third + 8), "black")
        draw.arc((left + third, top + third, left + 2 * third, top + 2 * third), 0, 180, "black", 4)
    return copy


def lettered(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    """A tiled watermark and a banner of text."""
    del others
    layer = Image.new("RGBA", image.size)
    draw, size = ImageDraw.Draw(layer), max(14, image.height // 22)
    step = size * 6
    for top in range(0, image.height, step):
        for left in range(-(top // step % 2) * step, image.width, 2 * step):
            draw.text((left, top), str(dice.choice(TEXTS)), (255, 255, 255, 110), font(size))
    band = int(dice.integers(0, image.height * 3 // 4))
    draw.rectangle((0, band, image.width, band + image.height // 6), (200, 30, 30, 235))
    draw.text((size, band + size), "申请退款 全额退 " * 3, (255, 255, 255, 255), font(2 * size))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def filtered(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    """As social apps do: tone, saturation, a vignette, grain."""
    del others
    tone = dice.uniform(0.65, 1.25, 3)
    pixels = np.asarray(ImageEnhance.Color(image).enhance(float(dice.uniform(0.2, 1.9))), float)
    pixels = 255 * (np.clip(pixels * tone, 0, 255) / 255) ** float(dice.uniform(0.6, 1.6))
    ys, xs = np.mgrid[-1 : 1 : image.height * 1j, -1 : 1 : image.width * 1j]
    pixels *= (1 - 0.35 * np.clip(ys**2 + xs**2, 0, 2) / 2)[..., None]
    pixels += dice.normal(0, 8, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def beautified(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    """Smoothed, brightened and sharpened again."""
    del others
    smooth = image.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(1.5))
    bright = ImageEnhance.Brightness(smooth).enhance(float(dice.uniform(1.1, 1.3)))
    return bright.filter(ImageFilter.UnsharpMask(3, 80))


def slanted(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    del others
    width, height = image.size
    corners = np.array([[0, 0], [0, height], [width, height], [width, 0]], float)
    moved = corners + dice.uniform(-0.16, 0.16, (4, 2)) * (width, height)
    return quad(image, moved)


def collage(count: int) -> Edit:
    """`count` pictures in a grid, this one anywhere among them."""

    def put(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
        wide = {2: 2, 4: 2, 6: 3, 9: 3}[count]
        cell, gap = 1080 // wide, 8
        sheet = Image.new("RGB", (wide * (cell + gap), count // wide * (cell + gap)), "white")
        here = int(dice.integers(0, count))
        for place in range(count):
            one = image if place == here else others[place % len(others)]
            left, top = place % wide * (cell + gap), place // wide * (cell + gap)
            sheet.paste(ImageOps.fit(one, (cell, cell)), (left, top))
        return sheet

    return put


def stitched(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    """A long screenshot: pictures under each other with text between."""
    parts = [*others[:3]]
    parts.insert(int(dice.integers(0, 4)), image)
    wide = [each.resize((720, round(720 * each.height / each.width))) for each in parts]
    sheet = Image.new("RGB", (720, sum(each.height + 60 for each in wide)), "white")
    draw, top = ImageDraw.Draw(sheet), 0
    for each in wide:
        draw.text((20, top + 12), str(dice.choice(TEXTS)), "black", font(30))
        sheet.paste(each, (0, top + 60))
        top += each.height + 60
    return sheet


def combined(image: Image.Image, others: Sequence[Image.Image], dice: Dice) -> Image.Image:
    """Cropped, filtered, written on, and screenshot."""
    part = filtered(cropped(image, 0.7, dice), others, dice)
    return screenshot(lettered(shrunk(part, 900), others, dice), dice, tall=True)


EDITS: Mapping[str, Edit] = {
    "crop 60 %": lambda image, _, dice: cropped(image, 0.6, dice),
    "crop 40 %": lambda image, _, dice: cropped(image, 0.4, dice),
    "turned freely": turned,
    "border": bordered,
    "stickers": stickered,
    "text and watermark": lettered,
    "phone screenshot": lambda image, _, dice: screenshot(image, dice, tall=True),
    "screenshot, landscape": lambda image, _, dice: screenshot(image, dice, tall=False),
    "photo of a screen": lambda image, _, dice: on_a_screen(image, dice),
    "filter": filtered,
    "beauty": beautified,
    "chat app, twice": lambda image, *_: resaved(
        shrunk(resaved(shrunk(image, 1080), "JPEG", quality=58), 720), "JPEG", quality=60
    ),
    "WebP 50 then JPEG": lambda image, *_: resaved(
        resaved(shrunk(image, 720), "WEBP", quality=50), "JPEG", quality=70
    ),
    "mirrored and crop": lambda image, _, dice: cropped(ImageOps.mirror(image), 0.6, dice),
    "upside down, border": lambda image, others, dice: bordered(ImageOps.flip(image), others, dice),
    "collage of 2": collage(2),
    "collage of 4": collage(4),
    "collage of 9": collage(9),
    "long screenshot": stitched,
    "GIF": lambda image, *_: resaved(shrunk(image, 480), "GIF"),
    "HEIC": lambda image, *_: resaved(shrunk(image, 1600), "HEIF", quality=40),
    "AVIF": lambda image, *_: resaved(shrunk(image, 1200), "AVIF", quality=35),
    "grey": lambda image, *_: ImageOps.grayscale(image).convert("RGB"),
    "inverted": lambda image, *_: ImageOps.invert(image),
    "perspective": slanted,
    "200 pixels": lambda image, *_: resaved(shrunk(image, 200), "JPEG", quality=70),
    "blurred": lambda image, *_: shrunk(image, 800).filter(ImageFilter.GaussianBlur(3)),
    "crop, filter, text, screenshot": combined,
}
