"""JPEG files as a phone writes them, with the time in EXIF; or as a chat leaves them, without."""

from datetime import datetime
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from returnproof.sample.mesh import Picture

_MAKE, _MODEL, _DATE, _EXIF, _TAKEN, _ORIENTATION = 0x010F, 0x0110, 0x0132, 0x8769, 0x9003, 0x0112


def encoded(picture: Picture, quality: int, taken: datetime | None, camera: str = "M2104") -> bytes:
    """`taken` is the phone's own clock."""
    exif = Image.Exif()
    if taken:
        stamp = taken.strftime("%Y:%m:%d %H:%M:%S")
        exif[_MAKE], exif[_MODEL] = "Sample", camera
        exif[_DATE], exif[_ORIENTATION] = stamp, 1
        exif.get_ifd(_EXIF)[_TAKEN] = stamp
    out = BytesIO()
    Image.fromarray(np.ascontiguousarray(picture[..., ::-1])).save(
        out, "JPEG", quality=quality, **({"exif": exif} if taken else {})
    )
    return out.getvalue()


def recompressed(jpeg: bytes, crop: float, quality: int) -> bytes:
    """The middle `crop` of the picture, saved again: what forwarding leaves of a photo."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    height, width = picture.shape[:2]
    across, down = int(width * crop), int(height * crop)
    left, top = (width - across) // 2, (height - down) // 3
    cut = picture[top : top + down, left : left + across]
    smaller = cv2.resize(cut, (1280, round(1280 * down / across)), interpolation=cv2.INTER_AREA)
    return encoded(np.asarray(smaller, np.uint8), quality, None)


def thumbnail(jpeg: bytes, side: int = 180) -> bytes:
    """A square from the middle."""
    picture = Image.open(BytesIO(jpeg))
    edge = min(picture.size)
    left, top = (picture.width - edge) // 2, (picture.height - edge) // 2
    square = picture.crop((left, top, left + edge, top + edge)).resize((side, side))
    out = BytesIO()
    square.save(out, "JPEG", quality=84)
    return out.getvalue()
