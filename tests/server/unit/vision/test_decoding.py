import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some
from PIL import Image, ImageCms, ImageOps

from returnproof.domain.errors import DomainError, TooLarge, UnreadableImage, UnsupportedMedia
from returnproof.vision.decoding import decode
from returnproof.vision.formats import recognise

FORMATS = {
    "JPEG": ("image/jpeg", {"quality": 92}),
    "progressive JPEG": ("image/jpeg", {"format": "JPEG", "quality": 92, "progressive": True}),
    "MPO": ("image/jpeg", {"save_all": True, "quality": 92}),
    "PNG": ("image/png", {}),
    "WEBP": ("image/webp", {"quality": 92}),
    "GIF": ("image/gif", {}),
    "TIFF": ("image/tiff", {"compression": "tiff_lzw"}),
    "HEIF": ("image/heic", {"quality": 92}),
    "AVIF": ("image/avif", {"quality": 92}),
}


def save(image, path, name="PNG", **options):
    options.setdefault("format", name)
    image.save(path, **options)
    return path


def apart(one, other):
    """Mean difference of two pictures, in grey levels."""
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


@pytest.fixture(params=FORMATS)
def saved(request, draw, tmp_path):
    media_type, options = FORMATS[request.param]
    path = tmp_path / "a name that says nothing.txt"
    extra = {"append_images": [draw(2)]} if request.param == "MPO" else {}
    return save(draw(), path, request.param, **options, **extra), media_type


def test_every_format_is_known_by_its_content_and_shows_the_same_picture(saved, draw, settings):
    path, media_type = saved
    picture = decode(path, side=4000, limits=settings)
    assert picture.format.media_type == media_type
    assert (picture.width, picture.height) == (640, 480)
    assert picture.pixels.dtype == np.uint8
    assert apart(picture.pixels, draw()) < 6


def test_a_file_cut_short_is_refused_in_every_format(saved, settings):
    path, media_type = saved
    whole = path.read_bytes()
    second = whole.rfind(b"\xff\xd8\xff\xe0") if whole.count(b"MPF\0") else len(whole)
    for part in (0.15, 0.5, 0.9):
        path.write_bytes(whole[: int(second * part)])
        with pytest.raises(UnreadableImage):
            decode(path, side=200, limits=settings)
    assert media_type


def test_a_reduced_picture_keeps_its_shape_and_tells_its_full_size(draw, tmp_path, settings):
    path = save(draw(size=(2000, 1000)), tmp_path / "p", "JPEG")
    picture = decode(path, side=300, limits=settings)
    assert picture.pixels.shape == (150, 300, 3)
    assert (picture.width, picture.height) == (2000, 1000)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_exif_orientation_ends_upright(orientation, name, draw, tmp_path, settings):
    sensor = draw()
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if name == "WEBP" else {}
    path = save(sensor, tmp_path / "p", name, exif=exif, **options)
    upright = sensor.copy()
    upright.getexif()[0x0112] = orientation
    expected = ImageOps.exif_transpose(upright)
    picture = decode(path, side=4000, limits=settings)
    assert (picture.width, picture.height) == expected.size
    assert apart(picture.pixels, expected) < 6


def test_the_cameras_own_time_is_read_and_nonsense_is_not(draw, tmp_path, settings):
    told = []
    for text in ("2026:11:23 04:05:06", "0000:00:00 00:00:00", "yesterday", "२०२६:11:23 04:05:06"):
        exif = Image.Exif()
        exif[0x8769] = {0x9003: text}
        path = save(draw(), tmp_path / "p", "PNG", exif=exif)
        told.append(decode(path, side=64, limits=settings).taken)
    assert told == ["2026-11-23T04:05:06", None, None, None]


def test_cmyk_palette_grey_and_sixteen_bits_come_out_as_the_picture_they_show(
    draw, tmp_path, settings
):
    original = draw()
    grey = np.asarray(original.convert("L"))
    deep = Image.fromarray(grey.astype(np.uint16) * 257)
    real = Image.fromarray(grey.astype(np.float32) / 255)
    cases = [
        (original.convert("CMYK"), "JPEG", original),
        (original.convert("P", palette=Image.Palette.ADAPTIVE), "PNG", original),
        (original.convert("L"), "JPEG", original.convert("L").convert("RGB")),
        (deep, "PNG", original.convert("L").convert("RGB")),
        (deep, "TIFF", original.convert("L").convert("RGB")),
        (real, "TIFF", original.convert("L").convert("RGB")),
    ]
    for image, name, expected in cases:
        picture = decode(save(image, tmp_path / "p", name), side=4000, limits=settings)
        assert apart(picture.pixels, expected) < 8, (image.mode, name)


@pytest.mark.parametrize("name", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_what_is_transparent_is_shown_on_white(name, tmp_path, settings):
    image = Image.new("RGBA", (64, 64), (200, 0, 0, 0))
    image.paste((0, 0, 200, 255), (0, 0, 32, 64))
    options = {"lossless": True} if name == "WEBP" else {}
    pixels = decode(save(image, tmp_path / "p", name, **options), side=64, limits=settings).pixels
    assert apart(pixels[:, :28], (0, 0, 200)) < 6
    assert apart(pixels[:, 36:], (255, 255, 255)) < 3


def test_an_embedded_profile_is_obeyed_and_a_broken_one_ignored(tmp_path, settings):
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Red and blue light change places, so that obeying it cannot be missed.
    swapped = plain.replace(b"rXYZ", b"\0tmp").replace(b"bXYZ", b"rXYZ").replace(b"\0tmp", b"bXYZ")
    red = Image.new("RGB", (32, 32), (255, 0, 0))
    shown = {}
    for name, profile in (("plain", plain), ("swapped", swapped), ("broken", plain[:200])):
        path = save(red, tmp_path / name, "PNG", icc_profile=profile)
        shown[name] = decode(path, side=32, limits=settings).pixels[16, 16].tolist()
    assert shown["plain"][0] > 250
    assert shown["swapped"][2] > 200 > shown["swapped"][0]
    assert shown["broken"] == [255, 0, 0]


def test_only_the_first_frame_of_an_animation_counts(draw, tmp_path, settings):
    for name in ("GIF", "WEBP", "PNG", "TIFF"):
        options = {"save_all": True, "append_images": [draw(7), draw(8)]}
        path = save(draw(), tmp_path / name, name, **options)
        assert apart(decode(path, side=4000, limits=settings).pixels, draw()) < 8, name


def test_too_many_pixels_are_refused_before_any_is_decoded(tmp_path, settings):
    # 100 megapixels in a few kilobytes.
    path = save(Image.new("1", (10_000, 10_000)), tmp_path / "bomb", "PNG")
    assert path.stat().st_size < 50_000
    with pytest.raises(TooLarge) as refusal:
        decode(path, side=64, limits=settings)
    assert refusal.value.members["limit"] == settings.max_pixels_whole


def test_what_decodes_at_a_fraction_of_its_size_may_be_larger(draw, tmp_path, settings):
    small = replace(settings, max_pixels_scaled=400_000, max_pixels_whole=200_000)
    jpeg, png = (save(draw(), tmp_path / name, name) for name in ("JPEG", "PNG"))
    assert decode(jpeg, side=64, limits=small).width == 640
    with pytest.raises(TooLarge):
        decode(png, side=64, limits=small)


@pytest.mark.parametrize(
    "content",
    [b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"BM" + bytes(60), b"PK"],
)
def test_other_kinds_of_file_are_not_taken(content, tmp_path, settings):
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(UnsupportedMedia):
        decode(path, side=64, limits=settings)


def test_an_empty_file_is_unreadable(tmp_path, settings):
    path = tmp_path / "empty.jpg"
    path.touch()
    with pytest.raises(UnreadableImage):
        decode(path, side=64, limits=settings)


@given(head=some.binary(max_size=80))
def test_recognising_never_fails(head):
    recognise(head)


SEEDS = []
for _name in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF"):
    _file = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(_file, _name)
    SEEDS.append(_file.getvalue())


@examples(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=some.sampled_from(SEEDS),
    changes=some.lists(some.tuples(some.floats(0, 0.999), some.integers(0, 255)), max_size=12),
)
def test_damaged_bytes_give_a_picture_or_a_named_refusal(seed, changes, tmp_path, settings):
    damaged = bytearray(seed)
    for place, value in changes:
        damaged[int(place * len(damaged))] = value
    path = tmp_path / "p"
    path.write_bytes(damaged)
    try:
        picture = decode(path, side=64, limits=settings)
    except DomainError as problem:
        assert problem.status in {413, 415, 422}  # noqa: PT017 - either way is right, others not
    else:
        assert picture.pixels.ndim == 3
