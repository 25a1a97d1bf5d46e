"""From whatever a file stores (CMYK, 16 bit, alpha, a colour profile) to plain sRGB."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

_WHITE = (255, 255, 255)
_EIGHT_BITS = 255
_SIXTEEN_TO_EIGHT = 257.0
# Levels of 255: rounding alone moves a colour by one or two.
_UNSEEN = 2


def flatten(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """The same picture as opaque 8-bit sRGB; what is transparent becomes white paper."""
    image = _eight_bit(image)
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        alpha = rgba.getchannel("A")
        opaque = _to_srgb(rgba.convert("RGB"), icc_profile)
        paper = Image.new("RGB", opaque.size, _WHITE)
        paper.paste(opaque, mask=alpha)
        return paper
    return _to_srgb(image, icc_profile)


def _eight_bit(image: Image.Image) -> Image.Image:
    """I;16, I and F hold more than 8 bits, and Pillow's own conversion would only clip them."""
    if image.mode.startswith("I;16"):
        values = np.asarray(image, dtype=np.float32) / _SIXTEEN_TO_EIGHT
    elif image.mode in {"I", "F"}:
        values = _scaled(np.asarray(image, dtype=np.float32))
    else:
        return image
    return Image.fromarray(np.clip(values + 0.5, 0, _EIGHT_BITS).astype(np.uint8))


def _scaled(
    values: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]",
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Bring 0…1, 0…255 or 0…65535 to 0…255 by the largest value found."""
    values = np.nan_to_num(values, posinf=0.0, neginf=0.0)
    largest = float(values.max(initial=0.0))
    if largest <= 1.0:
        return values * np.float32(_EIGHT_BITS)
    if largest <= _EIGHT_BITS:
        return values
    return values * np.float32(_EIGHT_BITS / max(largest, 65535.0))


def _to_srgb(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """Through the embedded profile where it is usable, else by Pillow's plain conversion."""
    if icc_profile and image.mode in {"RGB", "CMYK", "L", "LAB"}:
        try:
            transform = _transform(icc_profile, image.mode)
            converted = image if _changes_nothing(transform, image.mode) else _by(transform, image)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a broken or foreign profile: the colours as they stand
        if converted is not None:
            return converted
    return image.convert("RGB")


# One camera's photos come one after the other, all with one profile.
@lru_cache(maxsize=8)
def _transform(icc_profile: bytes, mode: str) -> ImageCms.ImageCmsTransform:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
    return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")


def _by(transform: ImageCms.ImageCmsTransform, image: Image.Image) -> Image.Image | None:
    return ImageCms.applyTransform(image, transform)


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Most cameras write sRGB: applying that to every pixel is slow and changes none.

    What the profile calls itself proves nothing, so colours from all over the cube are tried.
    """
    if mode != "RGB":
        return False
    steps = np.linspace(0, _EIGHT_BITS, 9).astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(27, 27, 3)
    shown = _by(transform, Image.fromarray(cube))
    moved = np.abs(np.asarray(shown, np.int16) - cube.astype(np.int16))
    return bool(moved.max() <= _UNSEEN)
