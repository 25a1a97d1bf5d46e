"""`VisionProcess`: pictures are only ever touched in child processes that may be killed.

The parent imports no image library, so a server stays small and no picture can bring it down.
"""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from returnproof.config import Settings
from returnproof.domain import errors
from returnproof.domain.comparison import ComparisonResult
from returnproof.domain.figure import MIDDLE, FigureKind
from returnproof.domain.found_mark import NOTHING, Registered
from returnproof.domain.photo import PhotoFacts
from returnproof.domain.picture import Transform
from returnproof.vision.examination import Examination
from returnproof.vision.left_out import without
from returnproof.vision.pool import Pool
from returnproof.vision.readying import ready
from returnproof.vision.supervision import CHILD_COMMAND
from returnproof.vision.wire import Limits, Operation, Photo, Reply, Request

IDLE_SECONDS = 60.0
DEFAULT_CHILDREN = 2
_PROBLEMS = {
    kind.type: kind
    for kind in (
        errors.UnreadableImage,
        errors.UnsupportedMedia,
        errors.TooLarge,
        errors.PictureTooCostly,
        errors.NotAligned,
    )
}


class VisionProcess:
    """Fulfils `services.ports.Vision`; safe to share between threads.

    `derived` is a folder for what can be made again (features by SHA-256 and version). At most
    `children` pictures are worked on at once; a child starts when first needed and ends when idle.
    """

    def __init__(
        self,
        settings: Settings,
        derived: Path,
        *,
        children: int = DEFAULT_CHILDREN,
        idle_seconds: float = IDLE_SECONDS,
        command: tuple[str, ...] = CHILD_COMMAND,
    ) -> None:
        self._limits = Limits(
            settings.max_pixels_scaled,
            settings.max_pixels_whole,
            settings.decode_seconds,
            settings.decode_rss_bytes,
        )
        self._derived = derived
        brought = () if settings.matcher is None else (str(settings.matcher),)
        self._pool = Pool(children, (*command, *brought), idle_seconds)

    def facts(self, path: Path) -> PhotoFacts:
        """Type, upright size, fingerprint and the camera's own time of one picture."""
        reply, _ = self._ask(self._request("facts", path=path))
        assert reply.facts is not None
        return reply.facts

    def prepare(self, sha256: str, path: Path) -> None:
        """Make and keep the features and marks of one picture, so that comparing it is quick."""
        photo = Photo(sha256, sha256, path)
        self._ask(self._request("prepare", candidate=photo))
        self._ask(self._request("marks", photos=(photo,)))

    def compare(
        self,
        references: Sequence[tuple[str, str, Path]],
        candidate: tuple[str, str, Path],
        registered: Registered = NOTHING,
    ) -> ComparisonResult:
        """One candidate against its references; a reference that cannot be read is left out.

        By looks, and by marks too where some were noted with the order (`registered`).
        """
        judged = Photo(*candidate)
        self._ask(self._request("prepare", candidate=judged))
        photos = [Photo(*reference) for reference in references]
        readable, unreadable = ready(photos, self._prepared, tuple(_PROBLEMS.values()))
        request = self._request("compare", photos=readable, candidate=judged)
        reply, _ = self._ask(request)
        assert reply.comparison is not None
        answered = reply.comparison
        if registered.texts:
            answered = Examination(self._look, readable, judged).marked(answered, registered)
        return without(answered, unreadable)

    def examine(
        self,
        result: ComparisonResult,
        references: Sequence[tuple[str, str, Path]],
        candidate: tuple[str, str, Path],
        registered: Registered = NOTHING,
    ) -> ComparisonResult:
        """`result` of `compare` with marks, differences and the candidate's quality.

        What cannot be looked at leaves it as it was.
        """
        photos = [Photo(*reference) for reference in references]
        look = Examination(self._look, photos, Photo(*candidate))
        return look.of(result if registered.texts else look.marked(result, registered))

    def _look(
        self, operation: Operation, photos: tuple[Photo, ...], candidate: Photo | None
    ) -> Reply:
        return self._ask(self._request(operation, photos=photos, candidate=candidate))[0]

    def figure(
        self,
        reference: Path,
        candidate: Path,
        *,
        language: str,
        kind: FigureKind = FigureKind.pairs,
        position: float = MIDDLE,
    ) -> bytes:
        """A PNG 1,200 pixels wide; `position` of an overlay's line, 0 to 1. Raises NotAligned."""
        photos = (Photo("", "", reference),)
        request = self._request(
            "figure", photos=photos, candidate=Photo("", "", candidate), language=language
        )
        return self._ask(msgspec.structs.replace(request, kind=kind, position=position))[1]

    def thumbnail(self, path: Path, size: int) -> bytes:
        """A WebP whose longer side is at most `size` pixels."""
        return self._ask(self._request("thumbnail", path=path, size=size))[1]

    def barcodes(self, path: Path) -> tuple[str, ...]:
        """Texts of the bar and QR codes in a picture, largest first."""
        return self._ask(self._request("barcodes", path=path))[0].texts

    def symmetries(self, path: Path) -> tuple[PhotoFacts, tuple[str, ...]]:
        """Facts, and the PDQ of the picture with each Transform undone, in the enum's order."""
        reply, _ = self._ask(self._request("symmetries", path=path))
        assert reply.facts is not None
        return reply.facts, reply.texts

    def overlap(self, stored: tuple[str, Path], sent: Path, transform: Transform) -> float | None:
        """Share of `sent` that `stored` (SHA-256, path) covers; None when they do not match."""
        photo = Photo(stored[0], *stored)
        self._ask(self._request("prepare", candidate=photo))
        request = self._request("overlap", path=sent, photos=(photo,))
        return self._ask(msgspec.structs.replace(request, transform=transform))[0].overlap

    def close(self) -> None:
        """End every child now. The next call would start a new one."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _prepared(self, photo: Photo, patient: bool) -> bool:  # noqa: FBT001 - `readying.Prepare`
        request = self._request("prepare", candidate=photo)
        reply, _ = self._ask(msgspec.structs.replace(request, patient=patient))
        return not reply.elsewhere

    def _request(
        self,
        operation: Operation,
        *,
        path: Path | None = None,
        photos: tuple[Photo, ...] = (),
        candidate: Photo | None = None,
        size: int = 0,
        language: str = "zh-CN",
    ) -> Request:
        return Request(
            operation, self._limits, self._derived, path, photos, candidate, size, language
        )

    def _ask(self, request: Request) -> tuple[Reply, bytes]:
        reply, payload = self._pool.ask(request)
        if reply.problem is not None:
            raise _PROBLEMS[reply.problem](reply.detail, **reply.members)
        if reply.failure is not None:
            raise RuntimeError(f"vision child failed: {reply.failure}")
        return reply, payload
