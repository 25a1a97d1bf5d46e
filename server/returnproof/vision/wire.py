"""What travels between a server and its vision children: plain data in length-prefixed frames.

A frame is four bytes of length and a JSON document. A reply that names `bytes` is followed by that
many raw bytes. Nothing is ever unpickled: the child is the side that meets hostile pictures.
"""

import os
from pathlib import Path
from typing import Any, Literal

import msgspec

from returnproof.domain.comparison import ComparisonResult
from returnproof.domain.difference import Differences
from returnproof.domain.figure import MIDDLE, FigureKind
from returnproof.domain.found_mark import FoundMark
from returnproof.domain.photo import PhotoFacts
from returnproof.domain.photo_quality import PhotoQuality
from returnproof.domain.picture import Transform

LENGTH_BYTES = 4
LARGEST_FRAME = 64 << 20


class Limits(msgspec.Struct, frozen=True):
    """Pixels, seconds and bytes of resident memory one picture may cost."""

    max_pixels_scaled: int
    max_pixels_whole: int
    decode_seconds: float
    decode_rss_bytes: int


class Photo(msgspec.Struct, frozen=True):
    """One photo to compare: the caller's name for it, its hash, and where its bytes are."""

    name: str
    sha256: str
    path: Path


Operation = Literal[
    "facts",
    "prepare",
    "compare",
    "figure",
    "thumbnail",
    "barcodes",
    "symmetries",
    "overlap",
    "difference",
    "marks",
    "quality",
]


class Request(msgspec.Struct, frozen=True):
    """One thing to do; each operation reads the fields it needs."""

    operation: Operation
    limits: Limits
    derived: Path
    path: Path | None = None
    photos: tuple[Photo, ...] = ()
    candidate: Photo | None = None
    size: int = 0
    language: str = "zh-CN"
    transform: Transform = Transform.identity
    patient: bool = True
    kind: FigureKind = FigureKind.pairs
    position: float = MIDDLE


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of it: one result field, or a problem by the slug of its DomainError.

    `last` announces that the child ends after this reply; `elsewhere` that another child is making
    what was asked for, which who is not `patient` does not wait for.
    """

    facts: PhotoFacts | None = None
    comparison: ComparisonResult | None = None
    texts: tuple[str, ...] = ()
    overlap: float | None = None
    differences: Differences | None = None
    marks: tuple[FoundMark, ...] = ()
    quality: PhotoQuality | None = None
    bytes: int = 0
    problem: str | None = None
    detail: str = ""
    members: dict[str, Any] = {}
    failure: str | None = None
    last: bool = False
    elsewhere: bool = False


READY = Reply()


def _path_as_text(value: object) -> str:
    """A file name is bytes, and an imported folder may hold names that are not UTF-8."""
    if isinstance(value, Path):
        return os.fsencode(value).decode("latin-1")
    raise NotImplementedError(type(value))


def _text_as_path(kind: type, value: object) -> Path:
    if kind is Path and isinstance(value, str):
        return Path(os.fsdecode(value.encode("latin-1")))
    raise NotImplementedError(kind)


_ENCODER = msgspec.json.Encoder(enc_hook=_path_as_text)
_REQUESTS = msgspec.json.Decoder(Request, dec_hook=_text_as_path)
_REPLIES = msgspec.json.Decoder(Reply)


def frame(message: Request | Reply) -> bytes:
    """The frame of `message`."""
    document = _ENCODER.encode(message)
    return len(document).to_bytes(LENGTH_BYTES, "big") + document


def request_of(document: bytes) -> Request:
    """Raises msgspec.DecodeError."""
    return _REQUESTS.decode(document)


def reply_of(document: bytes) -> Reply:
    """Raises msgspec.DecodeError."""
    return _REPLIES.decode(document)
