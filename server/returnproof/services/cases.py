"""After-sales cases: registering, reading and listing them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from returnproof import contract
from returnproof.domain.case import Case
from returnproof.domain.errors import Invalid, NotFound
from returnproof.services import comparisons
from returnproof.services.assessments import rulebook, settle, touched_by
from returnproof.services.clock import now
from returnproof.services.listing import Listing, Query, listing
from returnproof.services.ports import Queue, Records
from returnproof.services.pseudonyms import buyer_pseudonym
from returnproof.services.records import Commit, Event, Index, Order
from returnproof.services.writing import Precondition, always, retried


def get(records: Records, shop: str, refund_id: str) -> Case:
    """Raises NotFound."""
    found = records.get(shop, Case, refund_id)
    if found is None:
        raise NotFound
    return found


def put(
    records: Records,
    queue: Queue,
    shop: str,
    refund_id: str,
    changes: Mapping[str, Any],
    *,
    precondition: Precondition = always,
) -> tuple[Case, bool]:
    """The record after the merge, and whether it is new. Nothing is written when nothing changes.

    `changes` are fields of Case, and `buyer_id` instead of `buyer`. Raises Invalid for a new case
    without an order, for a scenario there is no checklist for and a criterion there is not.
    """
    checked = _checked(records, shop, changes)
    case, new, pending = retried(lambda: _put(records, shop, refund_id, checked, precondition))
    for comparison_id in pending:
        queue.enqueue_comparison(shop, comparison_id)
    return case, new


def _checked(records: Records, shop: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(changes)
    if "buyer_id" in fields:
        buyer_id = fields.pop("buyer_id")
        secret = records.secret(shop)
        fields["buyer"] = None if buyer_id is None else buyer_pseudonym(secret, buyer_id)
    if fields.get("scenario") is not None and fields["scenario"] not in contract.checklists():
        raise Invalid(errors={"scenario": ["choice"]})
    if not rulebook().tickable.issuperset(fields.get("ticked") or ()):
        raise Invalid(errors={"ticked": ["choice"]})
    return fields


def _put(
    records: Records,
    shop: str,
    refund_id: str,
    fields: Mapping[str, Any],
    precondition: Precondition,
) -> tuple[Case, bool, tuple[str, ...]]:
    old = records.get(shop, Case, refund_id)
    precondition(old)
    new = replace(old, **fields) if old is not None else _made(refund_id, fields)
    if old is not None and new == old:
        return old, False, ()
    new = replace(new, updated=now())
    moved = old is not None and old.order_id != new.order_id
    plan = comparisons.plan_for_case(records, shop, new) if moved else comparisons.NOTHING
    both = [new] if old is None else [old, new]
    touched = touched_by(records, shop, cases=both)
    records.commit(
        shop,
        Commit(
            writes=(new, *plan.writes),
            deletes=plan.deletes,
            unchanged=plan.unchanged,
            events=(changed(refund_id), *plan.events),
            touched=tuple(touched),
        ),
    )
    settle(records, shop, touched, cases=both)
    return replace(new, version=new.version + 1), old is None, plan.pending


def _made(refund_id: str, fields: Mapping[str, Any]) -> Case:
    if "order_id" not in fields:
        raise Invalid(errors={"order_id": ["required"]})
    moment = now()
    return Case(refund_id=refund_id, created=moment, updated=moment, **fields)


def page(
    records: Records, shop: str, query: Query, *, sort: str, chosen: tuple[Index, str] | None
) -> Listing[Case]:
    """By `deadline`, the next one first, or by `updated`, the latest first."""
    by_deadline = sort == "deadline"
    order = Order.case_deadline if by_deadline else Order.case_updated
    return listing(records, shop, Case, order, query, chosen=chosen, newest_first=not by_deadline)


def changed(refund_id: str) -> Event:
    return Event("case.changed", {"refund_id": refund_id})
