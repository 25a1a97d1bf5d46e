"""What kind of picture some bytes are, by content: a file's name proves nothing."""

from dataclasses import dataclass

HEAD_BYTES = 64

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIF_BRANDS = frozenset({b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """One accepted kind.

    `readers` are Pillow's names for what may open it; `scaled` tells whether it decodes at a
    fraction of its size, so that more pixels can be allowed.
    """

    media_type: str
    readers: tuple[str, ...]
    suffix: str
    scaled: bool = False


# An MPO (two pictures of a stereo or portrait camera) begins as a JPEG and is shown as one.
JPEG = PictureFormat("image/jpeg", ("JPEG", "MPO"), ".jpg", scaled=True)
PNG = PictureFormat("image/png", ("PNG",), ".png")
WEBP = PictureFormat("image/webp", ("WEBP",), ".webp")
GIF = PictureFormat("image/gif", ("GIF",), ".gif")
TIFF = PictureFormat("image/tiff", ("TIFF",), ".tiff")
HEIC = PictureFormat("image/heic", ("HEIF",), ".heic")
HEIF = PictureFormat("image/heif", ("HEIF",), ".heif")
AVIF = PictureFormat("image/avif", ("AVIF",), ".avif")

_MAGIC: tuple[tuple[bytes, PictureFormat], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)


def recognise(head: bytes) -> PictureFormat | None:
    """The format that the first HEAD_BYTES of a file announce; None for one that is not taken."""
    for magic, picture_format in _MAGIC:
        if head.startswith(magic):
            return picture_format
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    return None


def _by_brand(head: bytes) -> PictureFormat | None:
    """ISO base media file: the major brand decides, else the first compatible one that is known."""
    end = max(16, min(len(head), int.from_bytes(head[:4], "big")))
    compatible = [head[at : at + 4] for at in range(16, end, 4)]
    for brand in (head[8:12], *compatible):
        if brand in _HEIC_BRANDS:
            return HEIC
        if brand in _AVIF_BRANDS:
            return AVIF
    return HEIF if head[8:12] in _HEIF_BRANDS else None
