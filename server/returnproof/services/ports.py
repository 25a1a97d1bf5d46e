"""What the services need of the outside, as behaviour; `storage/` and `vision/` fulfil it."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from returnproof.domain.access import PairingCode, Token
from returnproof.domain.comparison import ComparisonResult
from returnproof.domain.figure import MIDDLE, FigureKind
from returnproof.domain.found_mark import NOTHING, Registered
from returnproof.domain.photo import PhotoFacts
from returnproof.domain.picture import Transform
from returnproof.services.records import (
    Commit,
    Index,
    Order,
    Page,
    PhotoCursor,
    PhotoNews,
    R,
    Record,
    StoredEvent,
)


class Records(Protocol):
    """Versioned documents of one shop. Any method can raise StorageUnavailable or StorageFull."""

    def get(self, shop: str, kind: type[R], record_id: str) -> R | None: ...

    def get_many(self, shop: str, kind: type[R], record_ids: Sequence[str]) -> list[R | None]:
        """In the order asked, in one round trip."""

    def token_by_secret(self, shop: str, secret_sha256: str) -> Token | None:
        """In one read; a revoked token is given too."""

    def commit(self, shop: str, commit: Commit) -> None:
        """All or nothing, durable when it returns. Raises VersionConflict, and writes nothing."""

    def find(self, shop: str, index: Index, value: str, limit: int = 1000) -> tuple[str, ...]:
        """Ids of the records that have this value, oldest first."""

    def page(
        self, shop: str, order: Order, *, after: str | None, limit: int, newest_first: bool = True
    ) -> Page: ...

    def photo_cursor(self, shop: str) -> PhotoCursor:
        """Where the log of photos ends now."""

    def photo_news(self, shop: str, cursor: PhotoCursor) -> PhotoNews | None:
        """What came and went since; None when only reading all photos anew can tell."""

    def shops(self) -> tuple[str, ...]: ...

    def delete_shop(self, shop: str) -> int:
        """Everything of one shop; the number of records that went."""

    def secret(self, shop: str) -> bytes:
        """The shop's own 32-byte key (buyer pseudonyms), made on first use."""

    def cached_assessment(self, shop: str, refund_ids: Sequence[str]) -> list[bytes | None]:
        """What `cache_assessments` kept and no commit has `touched` since."""

    def assessment_epochs(self, shop: str, refund_ids: Sequence[str]) -> list[int]:
        """Taken before computing; a commit that touches a case moves its epoch."""

    def cache_assessments(self, shop: str, made: Sequence[tuple[str, int, bytes]]) -> None:
        """(refund id, epoch, document) each; kept only while the epoch is still this one."""

    def events(self, shop: str, after: str, limit: int = 100) -> list[StoredEvent]:
        """Events behind `after` ("0" for all that are still held), oldest first."""

    def last_event(self, shop: str) -> str:
        """The id of the newest event, "0" without one: where a new listener starts."""

    def add_pairing(self, code_sha256: str, pairing: PairingCode, seconds: int) -> None: ...

    def take_pairing(self, code_sha256: str) -> PairingCode | None:
        """Once: a second taker gets None."""


@dataclass(frozen=True, slots=True)
class IndexFault:
    """An index that does not say what the records say; `missing` or else one entry too many."""

    entry: str
    record_id: str
    missing: bool


class Inspection(Protocol):
    """Records and indexes as they lie in the store, for `doctor`; commits may go on meanwhile.

    Any method can raise StorageUnavailable.
    """

    def shops(self) -> tuple[str, ...]: ...

    def records(self, shop: str) -> Iterator[Record]: ...

    def damaged(self, shop: str) -> tuple[str, ...]:
        """Names of the documents that cannot be read."""

    def index_faults(self, shop: str) -> Iterator[IndexFault]:
        """Each was found twice, so that a commit in between is no fault."""

    def get(self, shop: str, kind: type[R], record_id: str) -> R | None: ...


class Blobs(Protocol):
    """Bytes by their SHA-256, on disk before the call returns."""

    def stage(self) -> AbstractContextManager["Staged"]:
        """A private temporary file that is gone after the block unless it was kept."""

    def require_room(self, more: int = 0) -> None:
        """Raises StorageFull when `more` bytes would leave less than the floor free."""

    def keep(self, staged: "Staged") -> None:
        """fsync, rename to the SHA-256, fsync of the folder. Doing it twice is fine."""

    def path(self, sha256: str) -> Path:
        """Where the bytes are; raises NotFound."""

    def all(self) -> Iterator[str]: ...

    def remove(self, sha256: str) -> None: ...


class Staged(Protocol):
    """A file being received; hash and size are known as it is written."""

    path: Path
    sha256: str
    size: int

    def write_from(self, stream: BinaryIO, limit: int) -> None:
        """Raises TooLarge as soon as the stream passes `limit` bytes."""


class Queue(Protocol):
    """A hint that work is waiting; the store's own `pending` records are its memory."""

    def enqueue_comparison(self, shop: str, comparison_id: str) -> None:
        """Twice is once. Never raises: a lost hint is found again by the sweep."""

    def enqueue_closer_look(self, shop: str, comparison_id: str) -> None:
        """Behind all that waits for a first answer. Never raises; the sweep finds a lost one."""


class Vision(Protocol):
    """Pictures, always in a child process with limits on memory and time.

    Raises UnreadableImage, UnsupportedMedia, TooLarge, PictureTooCostly.
    """

    def facts(self, path: Path) -> PhotoFacts: ...

    def compare(
        self,
        references: Sequence[tuple[str, str, Path]],
        candidate: tuple[str, str, Path],
        registered: Registered = NOTHING,
    ) -> ComparisonResult:
        """Each photo as (name, sha256, path); features are kept by sha256 and engine version.

        By looks, and by marks too where some were noted with the order (`registered`).
        """

    def examine(
        self,
        result: ComparisonResult,
        references: Sequence[tuple[str, str, Path]],
        candidate: tuple[str, str, Path],
        registered: Registered = NOTHING,
    ) -> ComparisonResult:
        """`result` after a closer look: marks, differences, the candidate's quality.

        It takes several times as long as comparing, so that the first answer does not wait for it.
        """

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

    def symmetries(self, path: Path) -> tuple[PhotoFacts, tuple[str, ...]]:
        """Facts, and the PDQ of the picture with each Transform undone, in the enum's order."""

    def overlap(self, stored: tuple[str, Path], sent: Path, transform: Transform) -> float | None:
        """Share of `sent` that `stored` (SHA-256, path) covers; None when they do not match."""

    def thumbnail(self, path: Path, size: int) -> bytes:
        """A WebP whose longer side is at most `size` pixels."""

    def barcodes(self, path: Path) -> tuple[str, ...]:
        """Texts of the bar and QR codes in a picture."""

    def prepare(self, sha256: str, path: Path) -> None:
        """Make and keep the features of one picture, so that comparing it is quick."""


@dataclass(frozen=True, slots=True)
class QueueStanding:
    """How many jobs wait and run, how many were set aside, and how many workers there are."""

    waiting: int
    running: int
    set_aside: int
    workers: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What /readyz and /metrics tell. `durability` has its words under `promise.` in shared/i18n.

    `kept`: whether what was acknowledged survives a crash of everything. Sizes in bytes; writes are
    refused while `free` is below `floor`. `queue` is None while it does not answer.
    """

    durability: str
    kept: bool
    replicated: bool
    cluster: bool
    redis_version: str
    schema: int
    free: int
    floor: int
    queue: QueueStanding | None


class Health(Protocol):
    """How the parts outside this process stand."""

    def read(self) -> Standing:
        """Raises StorageUnavailable when the records do not answer."""


Json = dict[str, Any]
