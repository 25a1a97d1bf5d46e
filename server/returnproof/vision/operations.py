"""What a vision child can do: one function for each operation of the wire."""

import io
from collections.abc import Callable

import msgspec
import psutil
import zxingcpp
from PIL import Image

from returnproof.domain.photo import PhotoFacts
from returnproof.vision.comparing import compare
from returnproof.vision.decoding import Picture, decode
from returnproof.vision.difference import compared, differences
from returnproof.vision.feature_store import MadeElsewhere, features_of, made_or_kept
from returnproof.vision.features import WORK_SIDE, read
from returnproof.vision.figure import draw
from returnproof.vision.fingerprint import FINGERPRINT_SIDE, fingerprint
from returnproof.vision.mark_store import marks_of
from returnproof.vision.seeking import overlap, symmetries
from returnproof.vision.shot import measured
from returnproof.vision.wire import Photo, Reply, Request

# After a picture this large a child ends: allocators seldom give such memory back.
LARGE_PIXELS = 40_000_000
# And after any work that left this much behind; a fresh child holds about 150 MB.
HOARDED_BYTES = 450 << 20
# WebP's quickest: files are a tenth larger, and a panel asks for several of them while
# comparisons want the cores.
_THUMBNAIL_QUALITY = 82
_THUMBNAIL_METHOD = 0
_BARCODE_SIDE = 2000

Result = tuple[Reply, bytes]


def perform(request: Request) -> Result:
    """Raises UnreadableImage, UnsupportedMedia, TooLarge, MemoryError."""
    reply, payload = _OPERATIONS[request.operation](request)
    return msgspec.structs.replace(reply, last=reply.last or _hoarding()), payload


def _facts(request: Request) -> Result:
    picture = _decode(request, FINGERPRINT_SIDE)
    return Reply(facts=_facts_of(picture), last=_large(picture)), b""


def _facts_of(picture: Picture) -> PhotoFacts:
    return PhotoFacts(
        picture.format.media_type,
        picture.width,
        picture.height,
        fingerprint(picture.pixels),
        picture.taken,
        picture.oddities,
    )


def _prepare(request: Request) -> Result:
    photo = _candidate(request)
    try:
        _, pixels = made_or_kept(photo, request.derived, request.limits, patient=request.patient)
    except MadeElsewhere:
        return Reply(elsewhere=True), b""
    return Reply(last=pixels > LARGE_PIXELS), b""


def _compare(request: Request) -> Result:
    references = [
        (photo.name, features_of(photo, request.derived, request.limits))
        for photo in request.photos
    ]
    candidate = features_of(_candidate(request), request.derived, request.limits)
    return Reply(comparison=compare(references, candidate)), b""


def _figure(request: Request) -> Result:
    png = draw(
        request.photos[0].path,
        _candidate(request).path,
        request.limits,
        request.language,
        kind=request.kind,
        position=request.position,
    )
    return Reply(bytes=len(png)), png


def _difference(request: Request) -> Result:
    photos = (request.photos[0], _candidate(request))
    one, other = (features_of(photo, request.derived, request.limits) for photo in photos)
    left, right = (decode(photo.path, side=WORK_SIDE, limits=request.limits) for photo in photos)
    seen = compared(one, other, left.pixels, right.pixels)
    sizes = (left.width, left.height), (right.width, right.height)
    found = None if seen is None else differences(photos[0].name, seen, sizes)
    return Reply(differences=found, last=_large(left) or _large(right)), b""


def _marks(request: Request) -> Result:
    found = [
        mark
        for photo in request.photos
        for mark in marks_of(photo, request.derived, request.limits)
    ]
    return Reply(marks=tuple(found)), b""


def _quality(request: Request) -> Result:
    photo = _candidate(request)
    features = features_of(photo, request.derived, request.limits)
    picture = decode(photo.path, side=WORK_SIDE, limits=request.limits)
    found = measured(picture.pixels, (picture.width, picture.height), features)
    return Reply(quality=found, last=_large(picture)), b""


def _thumbnail(request: Request) -> Result:
    picture = _decode(request, max(16, min(request.size, 2000)))
    file = io.BytesIO()
    Image.fromarray(picture.pixels).save(
        file, "WEBP", quality=_THUMBNAIL_QUALITY, method=_THUMBNAIL_METHOD
    )
    return Reply(bytes=len(file.getvalue()), last=_large(picture)), file.getvalue()


def _barcodes(request: Request) -> Result:
    picture = _decode(request, _BARCODE_SIDE)
    found = zxingcpp.read_barcodes(picture.pixels)
    return Reply(texts=tuple(code.text for code in found if code.text), last=_large(picture)), b""


def _symmetries(request: Request) -> Result:
    picture = _decode(request, FINGERPRINT_SIDE)
    facts = _facts_of(picture)
    return Reply(facts=facts, texts=symmetries(picture.pixels), last=_large(picture)), b""


def _overlap(request: Request) -> Result:
    stored = features_of(request.photos[0], request.derived, request.limits)
    assert request.path is not None
    sent = read(request.path, request.limits)
    found = overlap(stored, sent, request.transform)
    return Reply(overlap=found, last=_large(sent)), b""


def _decode(request: Request, side: int) -> Picture:
    assert request.path is not None
    return decode(request.path, side=side, limits=request.limits)


def _candidate(request: Request) -> Photo:
    assert request.candidate is not None
    return request.candidate


def _hoarding() -> bool:
    return bool(psutil.Process().memory_info().rss > HOARDED_BYTES)


def _large(picture: Picture) -> bool:
    return picture.width * picture.height > LARGE_PIXELS


_OPERATIONS: dict[str, Callable[[Request], Result]] = {
    "facts": _facts,
    "prepare": _prepare,
    "compare": _compare,
    "figure": _figure,
    "thumbnail": _thumbnail,
    "barcodes": _barcodes,
    "symmetries": _symmetries,
    "overlap": _overlap,
    "difference": _difference,
    "marks": _marks,
    "quality": _quality,
}
