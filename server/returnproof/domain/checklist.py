"""What to gather for a dispute, and what of it is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from returnproof.domain.case import CaseKind
from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.evidence import EvidenceKind
from returnproof.domain.photo import PhotoRole
from returnproof.domain.signal import Reference, ReferenceType, references

_DECIDED = (Outcome.same_item, Outcome.different_item, Outcome.same_picture)


class By(StrEnum):
    """What met a criterion."""

    photo = "photo"
    evidence = "evidence"
    record = "record"
    comparison = "comparison"
    hand = "hand"


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that meets a criterion: photos of a role, a kept file, a field, or a verdict."""

    by: By
    what: str
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Criterion:
    """One item to gather. Any proof meets it, and so does a person's tick, unless it is computed.

    `how` is the code of the button that gets it done; `skip_for` are the kinds of request in
    which it cannot come up, such as a return's weight when nothing is sent back; `only_with` is the
    field without which it cannot, such as the marks to look for.
    """

    id: str
    how: str
    proofs: tuple[Proof, ...] = ()
    skip_for: frozenset[CaseKind] = frozenset()
    only_with: str | None = None

    @property
    def computed(self) -> bool:
        """Whether only the engine can meet it: a comparison is not made by ticking its box."""
        return any(proof.by is By.comparison for proof in self.proofs)


@dataclass(frozen=True, slots=True)
class Met:
    """Whether a criterion is met, by what, and where that can be seen.

    `undecided` tells that it was compared and the photos left it open.
    """

    criterion: Criterion
    by: By | None = None
    evidence: tuple[Reference, ...] = ()
    undecided: bool = False

    @property
    def done(self) -> bool:
        return self.by is not None


def check(file: CaseFile, criteria: Sequence[Criterion]) -> tuple[Met, ...]:
    """The criteria that apply, in their order, each met or still open."""
    return tuple(
        meet(file, criterion)
        for criterion in criteria
        if file.case.kind not in criterion.skip_for
        and (criterion.only_with is None or _field(file, criterion.only_with))
    )


def meet(file: CaseFile, criterion: Criterion) -> Met:
    """What was kept counts before a tick: it can be shown."""
    for proof in criterion.proofs:
        seen = _seen(file, proof)
        if len(seen) >= proof.at_least:
            return Met(criterion, proof.by, seen)
    if criterion.computed:
        tried = tuple(each for proof in criterion.proofs for each in _tried(file, proof))
        return Met(criterion, By.comparison if tried else None, tried, undecided=bool(tried))
    return Met(criterion, By.hand if criterion.id in file.case.ticked else None)


def _seen(file: CaseFile, proof: Proof) -> tuple[Reference, ...]:
    if proof.by is By.photo:
        found = file.with_role(PhotoRole(proof.what))
        # The same bytes twice are one photo.
        return references(
            ReferenceType.photo, {photo.sha256: photo.id for photo in reversed(found)}.values()
        )
    if proof.by is By.evidence:
        kind = EvidenceKind(proof.what)
        return references(
            ReferenceType.evidence, (each.id for each in file.evidence if each.kind is kind)
        )
    if proof.by is By.comparison:
        return _compared(file, proof, _DECIDED)
    return _field(file, proof.what)


def _tried(file: CaseFile, proof: Proof) -> tuple[Reference, ...]:
    return _compared(file, proof, (Outcome.inconclusive,))


def _compared(file: CaseFile, proof: Proof, outcomes: Sequence[Outcome]) -> tuple[Reference, ...]:
    role = PhotoRole(proof.what)
    found = (each.id for outcome in outcomes for each in file.found(role, outcome))
    return references(ReferenceType.comparison, found)


def _field(file: CaseFile, name: str) -> tuple[Reference, ...]:
    """`shipment.weight_g`; empty text and empty lists are not filled in, False and 0 are."""
    record, _, attribute = name.partition(".")
    owner = {"case": file.case, "shipment": file.shipment}[record]
    value = getattr(owner, attribute) if owner is not None else None
    filled = value is not None and value not in ("", ())
    return (Reference(ReferenceType.field, name),) if filled else ()


def parse_criterion(data: Mapping[str, Any]) -> Criterion:
    """From shared/rules/criteria.json."""
    return Criterion(
        id=data["id"],
        how=data["how"],
        proofs=tuple(
            Proof(By(each["by"]), each["what"], each.get("at_least", 1)) for each in data["proofs"]
        ),
        skip_for=frozenset(CaseKind(each) for each in data.get("skip_for", ())),
        only_with=data.get("only_with"),
    )
