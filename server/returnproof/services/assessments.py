"""Assessments: computed from what is kept, and kept until a commit touches their case."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec

from returnproof import contract
from returnproof.domain.assessment import assess
from returnproof.domain.case import Case
from returnproof.domain.errors import NotFound, StorageFull, StorageUnavailable
from returnproof.domain.photo import Photo
from returnproof.domain.playbook import Playbook, playbook
from returnproof.domain.shipment import Shipment
from returnproof.services.assessment_document import document_of
from returnproof.services.case_files import gather
from returnproof.services.ports import Json, Records
from returnproof.services.records import Commit, Index
from returnproof.services.repeats import sightings

MOST_AT_ONCE = 200


@cache
def rulebook() -> Playbook:
    """What shared/ says, parsed once a process."""
    return playbook(contract.checklists(), contract.rules())


def get(records: Records, shop: str, refund_id: str) -> Json:
    """The document of one case: codes and values, no words. Raises NotFound."""
    found = get_many(records, shop, [refund_id])[0]
    if found is None:
        raise NotFound("case")
    return found


def get_many(records: Records, shop: str, refund_ids: Sequence[str]) -> list[Json | None]:
    """Documents in the order asked, None where there is no such case."""
    kept = records.cached_assessment(shop, refund_ids)
    known = {
        refund_id: document
        for refund_id, found in zip(refund_ids, kept, strict=True)
        if (document := _still_valid(found)) is not None
    }
    missing = [each for each in dict.fromkeys(refund_ids) if each not in known]
    if missing:
        known |= _computed(records, shop, missing)
    return [known.get(each) for each in refund_ids]


def _computed(records: Records, shop: str, refund_ids: Sequence[str]) -> dict[str, Json]:
    """The epochs are read first: what changes while we compute must not be kept."""
    epochs = dict(zip(refund_ids, records.assessment_epochs(shop, refund_ids), strict=True))
    book = rulebook()
    written = {
        refund_id: msgspec.json.encode(document_of(file, assess(file, book)))
        for refund_id, file in gather(records, shop, refund_ids).items()
    }
    # A store that takes no writes is no reason not to answer: nothing is lost but time.
    with suppress(StorageFull, StorageUnavailable):
        records.cache_assessments(
            shop, [(each, epochs[each], document) for each, document in written.items()]
        )
    # As it will be read from the store from now on, so that both are the same.
    return {refund_id: msgspec.json.decode(document) for refund_id, document in written.items()}


def _still_valid(kept: bytes | None) -> Json | None:
    """A document made by other rules is made again."""
    if kept is None:
        return None
    document: Json = msgspec.json.decode(kept)
    return document if document["model_version"] == rulebook().version else None


def touched_by(
    records: Records,
    shop: str,
    *,
    cases: Iterable[Case] = (),
    shipments: Iterable[Shipment] = (),
    photos: Iterable[Photo] = (),
) -> frozenset[str]:
    """Refund ids whose assessment rests on any of these; give them as they were and as they are.

    Cases of the same order, of the same buyer, and with the same or nearly the same picture.
    """
    touched: set[str] = set()
    cases, photos = list(cases), list(photos)
    for order_id in {each.order_id for each in shipments}:
        own = records.find(shop, Index.case_order, order_id)
        touched.update(own)
        # Whether this order was insured counts in the buyer's other cases.
        cases += [case for case in records.get_many(shop, Case, own) if case is not None]
    touched.update(case.refund_id for case in cases)
    for buyer in {case.buyer for case in cases if case.buyer is not None}:
        touched.update(records.find(shop, Index.case_buyer, buyer))
    known = records.get_many(shop, Photo, sorted({each for case in cases for each in case.photos}))
    photos += [photo for photo in known if photo is not None]
    touched.update(each.other.owner for each in sightings(records, shop, photos))
    return frozenset(touched)


def settle(records: Records, shop: str, touched: frozenset[str], **written: Any) -> None:
    """Touches what came into reach between `touched_by` and the commit; call it after the commit.

    Two cases of one buyer that are registered at the same moment do not see each other before.
    """
    late = touched_by(records, shop, **written) - touched
    if late:
        records.commit(shop, Commit(touched=tuple(late)))


def unknown_case(refund_id: str) -> dict[str, Any]:
    """The document of a case that was never registered, as far as a brief needs it."""
    return {
        "refund_id": refund_id,
        "level": "unknown",
        "signals": [],
        "criteria": [],
        "deadline": None,
        "pending": False,
        "scenario": None,
    }
