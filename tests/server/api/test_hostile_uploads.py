"""Files made to harm: each is refused with words, in time, and the next one still works."""

import io
import struct
import time
import zlib
from dataclasses import replace

import pytest
from PIL import Image
from tests.server.pictures import encoded, jpeg, scene, upload

from returnproof.app import create_app

PACKING = "/api/v1/shipments/o-1/photos"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, data=b""):
    """A PNG that claims a size and carries whatever it carries."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(data, 9))
        + chunk(b"IEND", b"")
    )


def bomb():
    """Few bytes that decode to 50 megapixels of nothing but promise 100."""
    return png(10_000, 10_000, b"\0" * 30_001 * 100)


def many_frames():
    frames = [scene(1, (64, 64)).convert("P") for _ in range(200)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


HOSTILE = {
    "nothing.jpg": b"",
    "one-byte.jpg": b"\xff",
    "only-a-head.jpg": jpeg(1)[:20],
    "half.jpg": jpeg(1)[:10_000],
    "bomb.png": bomb(),
    "claims-four-billion.png": png(2**31 - 1, 2**31 - 1),
    "claims-nothing.png": png(0, 0),
    "wrong-data.png": png(100, 100, b"\x07" * 5),
    "long-chunk.png": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**31 - 1) + b"IHDR",
    "svg.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html.jpg": b"<html><body onload=alert(1)>",
    "zip.jpg": b"PK\x03\x04" + b"\0" * 1000,
    "elf.jpg": b"\x7fELF" + b"\0" * 1000,
    "mp4.heic": b"\0\0\0\x20ftypisom" + b"\0" * 1000,
    "empty.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "riff.webp": b"RIFF\xff\xff\xff\x7fWEBPVP8L" + b"\0" * 100,
    "endless-ifd.tif": b"II*\0\x08\0\0\0" + b"\x01\0" + b"\0" * 12 + b"\x08\0\0\0",
    "eps.jpg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9999 9999\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_words_and_in_time(client, name):
    began = time.monotonic()
    answer = upload(client, PACKING, (HOSTILE[name], name))
    assert time.monotonic() - began < 60
    assert answer.status_code in {413, 415, 422}, answer.text
    assert answer.content_type == "application/problem+json"
    (problem,) = answer.json["problems"]
    assert problem["name"] == name
    assert problem["detail"]
    assert upload(client, PACKING, jpeg(1)).status_code == 201


def test_what_it_is_counts_and_not_what_it_is_called(client):
    for name, form, media_type in (
        ("a.txt", "PNG", "image/png"),
        ("b.jpg", "WEBP", "image/webp"),
        ("noname", "GIF", "image/gif"),
        ("c.png", "TIFF", "image/tiff"),
    ):
        content = encoded(scene(2, (200, 150)), form)
        photo = upload(client, PACKING, (content, name)).json["photos"][0]
        assert (photo["media_type"], photo["width"]) == (media_type, 200)


def test_an_animation_is_its_first_frame(client):
    photo = upload(client, PACKING, (many_frames(), "x.gif")).json["photos"][0]
    assert (photo["width"], photo["height"]) == (64, 64)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_pixel_is_taken(client, mode):
    plain = scene(3, (120, 90))
    image = Image.new("I;16", (120, 90), 9000) if mode == "I;16" else plain.convert(mode)
    form = "TIFF" if mode == "CMYK" else "PNG"
    answer = upload(client, PACKING, (encoded(image, form), "x"))
    assert answer.status_code == 201, answer.text


def test_an_honest_large_picture_is_refused_before_it_is_decoded(make_app, owner, settings):
    """61 megapixels of PNG compress to nothing; the size in the head is enough to refuse it."""
    client = make_app().test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    large = png(61_000, 1_000)
    answer = upload(client, PACKING, (large, "wide.png"))
    assert answer.status_code == 413
    assert str(settings.max_pixels_whole) in answer.json["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n\r\n",
        b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--",
        b"--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nabc",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\r\n\r\nabc\r\n--x--',
        b"--x\r\n" + b"A" * 100_000 + b"\r\n\r\n--x--",
        b"--y\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nabc\r\n--y--",
        b"--x\r\nContent-Disposition: form-data; name=source\r\n\r\n"
        + b"A" * 600_000
        + b"\r\n--x--",
        b"".join(
            b"--x\r\nContent-Disposition: form-data; name=f%d\r\n\r\n1\r\n" % n for n in range(200)
        )
        + b"--x--",
    ],
)
def test_a_broken_multipart_body_is_refused(client, body):
    answer = client.post(PACKING, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 413, 415, 422}
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("boundary", ["", "x" * 300, "é", '"'])
def test_a_broken_boundary_is_refused(client, boundary):
    answer = client.post(
        PACKING, data=b"--x--", content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert answer.status_code in {400, 413, 415, 422}


def test_a_text_in_place_of_the_file_is_refused(client):
    answer = client.post(PACKING, data={"file": "not a file"})
    assert answer.status_code in {415, 422}


def test_a_decoder_that_fails_unforeseen_costs_only_its_own_picture(settings, ports, owner):
    class Failing:
        def facts(self, path):
            if path.stat().st_size % 2:
                raise RuntimeError("vision child failed")
            return ports.vision.facts(path)

    client = create_app(settings, replace(ports, vision=Failing())).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    good = jpeg(1)
    good += b"\0" * (len(good) % 2)
    answer = upload(client, PACKING, (good, "good.jpg"), (good + b"\0", "odd.jpg"))
    assert answer.status_code == 201
    assert [each["name"] for each in answer.json["problems"]] == ["odd.jpg"]
