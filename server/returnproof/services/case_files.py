"""Gathers, for many cases at once, everything an assessment may rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from returnproof.domain.case import Case
from returnproof.domain.case_file import CaseFile, Offered, Repeat
from returnproof.domain.comparison import Comparison
from returnproof.domain.evidence import Evidence
from returnproof.domain.photo import Photo
from returnproof.domain.shipment import Shipment
from returnproof.services import offers
from returnproof.services.ports import Records
from returnproof.services.pseudonyms import id_of_comparison
from returnproof.services.records import Index
from returnproof.services.repeats import Sighting, sightings

T = TypeVar("T")
K = TypeVar("K", Case, Shipment, Photo, Comparison, Evidence)

_MOST_OTHERS = 500


def gather(records: Records, shop: str, refund_ids: Sequence[str]) -> dict[str, CaseFile]:
    """Files of the cases there are. One round trip a kind of record, one a buyer and picture."""
    cases = _many(records, shop, Case, refund_ids)
    shipments = _many(records, shop, Shipment, (case.order_id for case in cases.values()))
    owned = [case.photos for case in cases.values()] + [each.photos for each in shipments.values()]
    photos = _many(records, shop, Photo, (each for ids in owned for each in ids))
    evidence = _many(
        records, shop, Evidence, (each for case in cases.values() for each in case.evidence)
    )
    comparisons = _comparisons(records, shop, cases.values())
    around = _around(records, shop, cases.values(), photos.values())
    files = {}
    for refund_id, case in cases.items():
        shipment = shipments.get(case.order_id)
        own = _chosen(photos, case.photos)
        others = around.others_of(case)
        files[refund_id] = CaseFile(
            case=case,
            shipment=shipment,
            packing=_chosen(photos, shipment.photos if shipment else ()),
            photos=own,
            comparisons=comparisons[refund_id],
            evidence=_chosen(evidence, case.evidence),
            others=others,
            insured_orders=frozenset({other.order_id for other in others} & around.insured),
            repeats=tuple(around.repeats_of(case)),
            offered=_chosen(around.offered, case.photos),
        )
    return files


@dataclass(frozen=True, slots=True)
class Around:
    """What the shop knows beyond the cases; `seen` and `offered` by the id of a case's photo."""

    by_buyer: Mapping[str, tuple[Case, ...]]
    insured: frozenset[str]
    seen: Mapping[str, tuple[Sighting, ...]]
    holders: Mapping[str, Case]
    offered: Mapping[str, Offered]

    def others_of(self, case: Case) -> tuple[Case, ...]:
        known = self.by_buyer.get(case.buyer or "", ())
        return tuple(each for each in known if each.refund_id != case.refund_id)

    def repeats_of(self, case: Case) -> Iterable[Repeat]:
        """A second request for the same order may show the same picture; that is no repeat."""
        for each in (sighting for photo in case.photos for sighting in self.seen.get(photo, ())):
            holder = self.holders.get(each.other.owner)
            if holder is None or holder.order_id == case.order_id:
                continue
            known = case.buyer is not None and holder.buyer is not None
            yield Repeat(
                photo=each.photo,
                other=each.other.id,
                refund_id=holder.refund_id,
                exact=each.exact,
                distance=each.distance,
                created=holder.applied or holder.created,
                same_buyer=case.buyer == holder.buyer if known else None,
                comparison=each.comparison,
            )


def _around(records: Records, shop: str, cases: Iterable[Case], photos: Iterable[Photo]) -> Around:
    buyers = sorted({case.buyer for case in cases if case.buyer is not None})
    ids = {
        buyer: records.find(shop, Index.case_buyer, buyer, limit=_MOST_OTHERS) for buyer in buyers
    }
    others = _many(records, shop, Case, (each for found in ids.values() for each in found))
    orders = _many(records, shop, Shipment, (each.order_id for each in others.values()))
    seen: dict[str, tuple[Sighting, ...]] = {}
    photos = list(photos)
    for each in sightings(records, shop, photos):
        seen[each.photo] = (*seen.get(each.photo, ()), each)
    owners = (each.other.owner for found in seen.values() for each in found)
    return Around(
        by_buyer={buyer: _chosen(others, found) for buyer, found in ids.items()},
        insured=frozenset(each.order_id for each in orders.values() if each.freight_insurance),
        seen=seen,
        holders=_many(records, shop, Case, owners),
        offered=offers.found(records, shop, photos),
    )


def _comparisons(
    records: Records, shop: str, cases: Iterable[Case]
) -> dict[str, tuple[Comparison, ...]]:
    """Their ids follow from case and photo, so no index has to be asked."""
    secret = records.secret(shop)
    ids = {
        case.refund_id: [id_of_comparison(secret, case.refund_id, each) for each in case.photos]
        for case in cases
    }
    found = _many(records, shop, Comparison, (each for own in ids.values() for each in own))
    return {refund_id: _chosen(found, own) for refund_id, own in ids.items()}


def _many(records: Records, shop: str, kind: type[K], ids: Iterable[str]) -> dict[str, K]:
    """In one round trip; those that are gone are left out."""
    wanted = list(dict.fromkeys(ids))
    found = records.get_many(shop, kind, wanted)
    return {
        record_id: record
        for record_id, record in zip(wanted, found, strict=True)
        if record is not None
    }


def _chosen(known: Mapping[str, T], ids: Iterable[str]) -> tuple[T, ...]:
    return tuple(known[each] for each in ids if each in known)
