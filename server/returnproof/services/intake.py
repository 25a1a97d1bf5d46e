"""Receiving photos: facts first, then the bytes made durable, then one commit for all of them."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from returnproof.domain.case import Case
from returnproof.domain.errors import NotFound, UnreadableImage
from returnproof.domain.photo import Photo, PhotoFacts, PhotoRole
from returnproof.services import banks
from returnproof.services.clock import now
from returnproof.services.comparisons import Plan
from returnproof.services.ownership import Ownership
from returnproof.services.ports import Blobs, Queue, Records, Staged, Vision
from returnproof.services.preparing import Preparing
from returnproof.services.pseudonyms import keyed_id
from returnproof.services.uploads import Refused, Upload, each_good
from returnproof.services.writing import retried

_LOG = logging.getLogger("returnproof.intake")
# Of one request's files: as many as there are vision children in the web process.
_SIDE_BY_SIDE: Final = 2


@dataclass(frozen=True, slots=True)
class Received:
    """Good files in the order sent, and those that were refused."""

    photos: tuple[Photo, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Belonging:
    owner: str
    role: PhotoRole
    source: str | None = None
    provenance: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PhotoIntake:
    """The same bytes in the same role of the same owner are one photo, however often they come."""

    records: Records
    blobs: Blobs
    queue: Queue
    vision: Vision
    max_bytes: int
    ahead: Preparing | None = None

    def packing(
        self, shop: str, order_id: str, uploads: Iterable[Upload], source: str | None = None
    ) -> Received:
        """Packing photos of an order, whose shipment comes to be with the first of them.

        Raises NothingGood, Invalid, StorageUnavailable, StorageFull; so does `of_case`.
        """
        belonging = _Belonging(order_id, PhotoRole.packing, source)
        photos, refused = each_good(
            uploads,
            lambda upload, name: self._read(shop, belonging, upload, name),
            side_by_side=_SIDE_BY_SIDE,
        )
        ownership = Ownership(self.records, shop)
        # A case or order that came up between our look and our commit is found by a second look.
        seen: set[str] = set()
        while True:
            known = ownership.concerned(order_id)
            kept, plan = retried(lambda: ownership.packing(order_id, photos))
            self._hint(shop, plan)
            seen |= known
            if ownership.concerned(order_id) <= seen:
                break
        if self.ahead is not None:
            self.ahead.note(photo.sha256 for photo in kept)
        return Received(kept, refused)

    def of_case(
        self,
        shop: str,
        refund_id: str,
        role: PhotoRole,
        uploads: Iterable[Upload],
        *,
        source: str | None = None,
        provenance: Mapping[str, Any] | None = None,
    ) -> Received:
        """Photos of a known case. Raises NotFound for another."""
        if self.records.get(shop, Case, refund_id) is None:
            raise NotFound("case")
        belonging = _Belonging(refund_id, role, source, provenance)
        photos, refused = each_good(
            uploads,
            lambda upload, name: self._read(shop, belonging, upload, name),
            side_by_side=_SIDE_BY_SIDE,
        )
        ownership = Ownership(self.records, shop)
        kept, plan = retried(lambda: ownership.of_case(refund_id, photos))
        self._hint(shop, plan)
        return Received(kept, refused)

    def of_bank(
        self, shop: str, bank: PhotoRole, uploads: Iterable[Upload], source: str | None = None
    ) -> Received:
        """Pictures of the shop itself."""
        belonging = _Belonging(bank, bank, source)
        photos, refused = each_good(
            uploads,
            lambda upload, name: self._read(shop, belonging, upload, name),
            side_by_side=_SIDE_BY_SIDE,
        )
        kept, waiting = retried(lambda: banks.keep(self.records, shop, photos))
        self._hint(shop, Plan(waiting))
        return Received(kept, refused)

    def _read(self, shop: str, belonging: _Belonging, upload: Upload, name: str) -> Photo:
        with self.blobs.stage() as staged:
            staged.write_from(upload.stream, self.max_bytes)
            if staged.size == 0:
                raise UnreadableImage("empty")
            secret = self.records.secret(shop)
            photo_id = keyed_id(secret, "photo", belonging.role, belonging.owner, staged.sha256)
            known = self.records.get(shop, Photo, photo_id)
            facts = known.facts if known is not None else self._facts(staged.path)
            # Also for a known photo: its blob may have been lost, and here are its bytes.
            self.blobs.keep(staged)
            return known or _photo(photo_id, staged, facts, belonging, name)

    def _facts(self, path: Path) -> PhotoFacts:
        """A decoder that fails in a way nobody foresaw costs its own picture, not the others."""
        try:
            return self.vision.facts(path)
        except RuntimeError as error:
            _LOG.exception("a vision child failed")
            raise UnreadableImage from error

    def _hint(self, shop: str, plan: Plan) -> None:
        for comparison_id in plan.pending:
            self.queue.enqueue_comparison(shop, comparison_id)


def _photo(
    photo_id: str, staged: Staged, facts: PhotoFacts, belonging: _Belonging, name: str
) -> Photo:
    return Photo(
        id=photo_id,
        sha256=staged.sha256,
        size=staged.size,
        role=belonging.role,
        owner=belonging.owner,
        name=name,
        facts=facts,
        created=now(),
        source=belonging.source,
        provenance=belonging.provenance,
    )
