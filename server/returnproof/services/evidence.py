"""Keeping what is no photo: bytes as they were, with where and when they came from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from returnproof.domain.case import Case
from returnproof.domain.errors import Invalid, NotFound
from returnproof.domain.evidence import Evidence, EvidenceKind, Opening
from returnproof.services import cases
from returnproof.services.claimed_kind import require_kind
from returnproof.services.clock import now
from returnproof.services.ports import Blobs, Records
from returnproof.services.pseudonyms import keyed_id
from returnproof.services.records import Commit
from returnproof.services.uploads import Refused, Upload, each_good
from returnproof.services.writing import retried

MOST_PER_CASE: Final = 500
OPENINGS_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """The sender's word on what it is, where it was, when it was taken and how come by."""

    kind: EvidenceKind
    source: str | None = None
    taken: str | None = None
    provenance: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    evidence: tuple[Evidence, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class EvidenceIntake:
    records: Records
    blobs: Blobs
    max_bytes: int

    def keep(self, shop: str, refund_id: str, origin: Origin, uploads: Iterable[Upload]) -> Kept:
        """The same bytes of the same kind are kept once. Raises NotFound for an unknown case."""
        case = self.records.get(shop, Case, refund_id)
        if case is None:
            raise NotFound("case")
        received, refused = each_good(
            uploads, lambda upload, name: self._receive(shop, case, origin, upload, name)
        )
        return Kept(retried(lambda: self._record(shop, refund_id, received)), refused)

    def _receive(
        self, shop: str, case: Case, origin: Origin, upload: Upload, name: str
    ) -> Evidence:
        with self.blobs.stage() as staged:
            staged.write_from(upload.stream, self.max_bytes)
            require_kind(staged.path, origin.kind)
            secret = self.records.secret(shop)
            made = keyed_id(secret, "evidence", case.refund_id, origin.kind, staged.sha256)
            # Before the bytes are kept: what no record names would only fill the disk.
            _require_place({*case.evidence, made})
            self.blobs.keep(staged)
            return Evidence(
                id=made,
                refund_id=case.refund_id,
                kind=origin.kind,
                sha256=staged.sha256,
                size=staged.size,
                name=name,
                created=now(),
                source=origin.source,
                taken=origin.taken,
                provenance=origin.provenance,
            )

    def _record(
        self, shop: str, refund_id: str, received: Sequence[Evidence]
    ) -> tuple[Evidence, ...]:
        case = self.records.get(shop, Case, refund_id)
        if case is None:
            raise NotFound("case")
        known = self.records.get_many(shop, Evidence, [each.id for each in received])
        kept = tuple(old or new for old, new in zip(known, received, strict=True))
        fresh = {each.id: each for each in kept if each.version == 0}
        ids = tuple(dict.fromkeys((*case.evidence, *(each.id for each in kept))))
        _require_place(ids)
        if fresh or ids != case.evidence:
            self.records.commit(
                shop,
                Commit(
                    writes=(replace(case, evidence=ids, updated=now()), *fresh.values()),
                    events=(cases.changed(refund_id),),
                    touched=(refund_id,),
                ),
            )
        return kept


def _require_place(ids: Collection[str]) -> None:
    if len(ids) > MOST_PER_CASE:
        raise Invalid(errors={"file": [f"count:{MOST_PER_CASE}"]})


def of_case(records: Records, shop: str, refund_id: str) -> tuple[Evidence, ...]:
    """In the order it was kept. Raises NotFound."""
    case = cases.get(records, shop, refund_id)
    found = records.get_many(shop, Evidence, case.evidence)
    return tuple(each for each in found if each is not None)


def get(records: Records, shop: str, evidence_id: str) -> Evidence:
    """Raises NotFound."""
    found = records.get(shop, Evidence, evidence_id)
    if found is None:
        raise NotFound
    return found


def open_original(records: Records, shop: str, evidence_id: str, *, by: str) -> Evidence:
    """Records the opening by the token `by` before a byte is given. Raises NotFound."""

    def step() -> Evidence:
        found = get(records, shop, evidence_id)
        openings = (*found.openings, Opening(now(), by))[-OPENINGS_LISTED:]
        opened = replace(found, openings=openings, opened=found.opened + 1)
        records.commit(shop, Commit(writes=(opened,)))
        return opened

    return retried(step)
