import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some
from PIL import Image

from returnproof.domain.errors import UnreadableImage
from returnproof.vision.cut_short import with_end
from returnproof.vision.decoding import decode

KINDS = {
    "baseline": {},
    "full colour": {"subsampling": 0},
    "progressive": {"progressive": True},
    "optimised": {"optimize": True, "quality": 60},
    "restarts": {"restart_marker_blocks": 7},
}


def jpeg(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", **{"quality": 90, **options})
    return file.getvalue()


@pytest.fixture
def read(tmp_path, settings):
    def read(data, side=4000):
        path = tmp_path / "p"
        path.write_bytes(data)
        return decode(path, side=side, limits=settings)

    return read


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_that_lacks_its_end_marker_alone_is_taken_whole_and_told(kind, mode, draw, read):
    whole = jpeg(draw().convert(mode), **KINDS[kind])
    for cut in (1, 2):
        picture = read(whole[:-cut])
        assert picture.oddities == ("no_end_marker",)
        assert np.array_equal(picture.pixels, read(whole).pixels)
    assert read(whole).oddities == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cut", [4, 7, 40, 1000])
def test_a_jpeg_that_lacks_more_is_refused_as_cut_short(kind, cut, draw, read):
    with pytest.raises(UnreadableImage) as refusal:
        read(jpeg(draw(), **KINDS[kind])[:-cut])
    assert refusal.value.detail == "cut_short"


def test_a_progressive_jpeg_cut_between_two_of_its_scans_is_refused(draw, read):
    whole = jpeg(draw(), progressive=True)
    starts = [at for at in range(len(whole)) if whole[at : at + 2] == b"\xff\xda"]
    assert len(starts) > 3
    for start in starts[1:]:
        # Each scan is preceded by its own tables; the cut is where those begin.
        tables = whole.rfind(b"\xff\xc4", 0, start)
        with pytest.raises(UnreadableImage):
            read(whole[: tables if tables > starts[0] else start])


@pytest.mark.parametrize(
    ("name", "options"),
    [("PNG", {}), ("WEBP", {}), ("GIF", {}), ("HEIF", {}), ("AVIF", {})],
)
def test_the_other_formats_are_told_to_be_cut_short_too(name, options, draw, read):
    file = io.BytesIO()
    draw().save(file, name, **options)
    whole = file.getvalue()
    for part in (0.4, 0.9):
        with pytest.raises(UnreadableImage) as refusal:
            read(whole[: int(len(whole) * part)])
        assert refusal.value.detail == "cut_short"


NOISE = jpeg(Image.effect_noise((120, 90), 80).convert("RGB"), progressive=True)
PLAIN = jpeg(Image.effect_noise((120, 90), 80).convert("RGB"))


@examples(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.sampled_from([NOISE, PLAIN]), some.floats(0, 1), some.binary(max_size=6))
def test_what_is_completed_shows_what_the_whole_showed(whole, share, noise):
    data = whole[: int(len(whole) * share)] + noise
    completed = with_end(data)
    if completed is not None and not noise:
        shown = np.asarray(Image.open(io.BytesIO(completed)))
        assert np.array_equal(shown, np.asarray(Image.open(io.BytesIO(whole))))
