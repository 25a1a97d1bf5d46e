"""Whether a file can be what it is kept as, by its first bytes: a checklist counts on it."""

from pathlib import Path
from typing import Final

from returnproof.domain.errors import EmptyFile, UnsupportedMedia
from returnproof.domain.evidence import EvidenceKind
from returnproof.vision.formats import recognise

_HEAD_BYTES: Final = 512
_CONTAINERS: Final = (
    b"\x1a\x45\xdf\xa3",  # EBML: WebM, Matroska
    b"\x00\x00\x01\xba",  # MPEG program stream
    b"\x00\x00\x01\xb3",  # MPEG video sequence
    b"FLV\x01",
    b"OggS",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",  # ASF: WMV
    b".RMF",
)
# Boxes that ISO base media (MP4, 3GP) and older QuickTime files begin with.
_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_NO_VIDEO_BRANDS: Final = frozenset({b"M4A ", b"M4B ", b"M4P ", b"crx "})
# (where the first packet begins, how far it is to the next) of MPEG-TS, plain and as cameras do.
_PACKETS: Final = ((0, 188), (4, 192), (0, 204))


def require_kind(path: Path, kind: EvidenceKind) -> None:
    """Raises EmptyFile, and UnsupportedMedia for a video or screenshot that is none."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise EmptyFile
    if kind is EvidenceKind.video and not is_video(head):
        raise UnsupportedMedia("video")
    if kind is EvidenceKind.screenshot and recognise(head) is None:
        raise UnsupportedMedia("screenshot")


def is_video(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a container that carries video."""
    if head.startswith(_CONTAINERS):
        return True
    if head[:4] == b"RIFF":
        return head[8:12] == b"AVI "
    if head[4:8] in _BOXES:
        return recognise(head) is None and head[8:12] not in _NO_VIDEO_BRANDS
    return any(
        len(head) > first + 2 * step and all(head[first + n * step] == ord("G") for n in range(3))
        for first, step in _PACKETS
    )
