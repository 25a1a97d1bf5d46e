"""Pictures drawn for tests: textured enough to be matched, the same for the same seed."""

import io

import numpy as np
from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart


def scene(seed=1, size=(640, 480)):
    """A table with a patterned box on it."""
    rng = np.random.default_rng(seed)
    width, height = size
    noise = rng.integers(0, 255, (height // 8, width // 8, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        side = int(rng.integers(8, 60))
        colour = tuple(int(c) for c in rng.integers(0, 255, 3))
        draw.rectangle((x, y, x + side, y + side // 2), fill=colour, outline=(0, 0, 0))
    return image


def encoded(image, form="JPEG", **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def jpeg(seed=1, size=(640, 480), **options):
    return encoded(scene(seed, size), "JPEG", **{"quality": 85, **options})


def part(content, name="1.jpg"):
    """One file of a multipart body."""
    return FileStorage(io.BytesIO(content), name)


def upload(client, address, *files, **fields):
    """`files` are bytes or (bytes, name)."""
    parts = [part(*each) if isinstance(each, tuple) else part(each) for each in files]
    # Encoded here, because the client leaves the temporary file of a large body open.
    boundary, body = encode_multipart({"file": parts, **fields})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address, data=body, content_type=kind)


def fetched(client, address, **options):
    """A file that is sent from disk, read and closed."""
    with client.get(address, **options) as answer:
        answer.get_data()
        return answer
