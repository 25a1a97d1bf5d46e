"""Everything kept about one case that an assessment may rest on."""

from dataclasses import dataclass

from returnproof.domain.case import Case
from returnproof.domain.comparison import Comparison, ComparisonState, Outcome
from returnproof.domain.evidence import Evidence
from returnproof.domain.photo import COMPARED_ROLES, Photo, PhotoRole
from returnproof.domain.shipment import MarkKind, Shipment

# Marks that tell one unit from another of the same model, and the tick that says they were seen.
UNIT_MARKS = frozenset({MarkKind.serial, MarkKind.seal, MarkKind.secret})
MARKS_CHECKED = "marks_checked"
CONDITION_CHECKED = "condition_checked"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A buyer's photo of this case that was also given for another order.

    `distance` is the Hamming distance of the fingerprints, 0 with `exact`, which means the same
    bytes. `comparison` is the one that found them to be the same picture, None when they only look
    alike. `same_buyer` is None while either buyer is unknown; `created` is when the other case was
    applied for, or registered where that is not known.
    """

    photo: str
    other: str
    refund_id: str
    exact: bool
    distance: int
    created: str
    same_buyer: bool | None = None
    comparison: str | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A buyer's `photo` of this case that is the shop's own picture `listing`.

    `exact` means the same bytes; `comparison` is the one that found them to be the same picture.
    """

    photo: str
    listing: str
    exact: bool
    comparison: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with its shipment, photos, comparisons and what the shop knows around it.

    `others` are the buyer's other cases in this shop, `insured_orders` those of their orders
    that went with freight insurance; `topics` is what the request's reason and words speak of.
    """

    case: Case
    shipment: Shipment | None = None
    packing: tuple[Photo, ...] = ()
    photos: tuple[Photo, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    others: tuple[Case, ...] = ()
    insured_orders: frozenset[str] = frozenset()
    repeats: tuple[Repeat, ...] = ()
    offered: tuple[Offered, ...] = ()
    topics: frozenset[str] = frozenset()

    def with_role(self, role: PhotoRole) -> tuple[Photo, ...]:
        """Photos of one role, those of packing from the shipment."""
        return tuple(photo for photo in (*self.packing, *self.photos) if photo.role is role)

    @property
    def candidates(self) -> tuple[Photo, ...]:
        """Photos that show the item and can be held against the packing photos."""
        return tuple(photo for photo in self.photos if photo.role in COMPARED_ROLES)

    def found(self, role: PhotoRole, outcome: Outcome) -> tuple[Comparison, ...]:
        """Finished comparisons of photos in `role` with this outcome, in the order of their ids."""
        ids = {photo.id for photo in self.photos if photo.role is role}
        return tuple(
            comparison
            for comparison in sorted(self.comparisons, key=lambda each: each.id)
            if comparison.candidate in ids
            and comparison.state is ComparisonState.done
            and comparison.result is not None
            and comparison.result.outcome is outcome
        )

    @property
    def seen_elsewhere(self) -> frozenset[str]:
        """Photos that are known to be the same picture as one given for another order."""
        return frozenset(
            each.photo for each in self.repeats if each.exact or each.comparison is not None
        )

    @property
    def marks_open(self) -> bool:
        """Whether a unit's own marks were registered that nobody has held against the item yet."""
        told = self.shipment.marks if self.shipment else ()
        return (
            any(mark.kind in UNIT_MARKS for mark in told) and MARKS_CHECKED not in self.case.ticked
        )

    @property
    def pending(self) -> bool:
        """Whether a comparison that has something to compare is still to come."""
        return bool(self.packing) and any(
            comparison.state is ComparisonState.pending for comparison in self.comparisons
        )
