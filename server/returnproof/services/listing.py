"""One page of records, by an order or by an index."""

from dataclasses import dataclass
from typing import Generic

from returnproof.domain.errors import Invalid
from returnproof.services.ports import Records
from returnproof.services.records import Index, Order, Page, R

LONGEST_FIND = 1000


@dataclass(frozen=True, slots=True)
class Query:
    """`after` is the cursor the previous page gave, None for the first."""

    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    records: tuple[R, ...]
    next: str | None
    total: int


def listing(
    records: Records,
    shop: str,
    kind: type[R],
    order: Order,
    query: Query,
    *,
    chosen: tuple[Index, str] | None = None,
    newest_first: bool = True,
) -> Listing[R]:
    """Records of one page. Raises Invalid for a cursor that is none."""
    if chosen is None:
        page = _page(records, shop, order, query, newest_first=newest_first)
    else:
        page = _slice(records.find(shop, *chosen, limit=LONGEST_FIND), query)
    found = records.get_many(shop, kind, page.ids)
    return Listing(tuple(each for each in found if each is not None), page.next, page.total)


def _page(records: Records, shop: str, order: Order, query: Query, *, newest_first: bool) -> Page:
    try:
        return records.page(
            shop, order, after=query.after, limit=query.limit, newest_first=newest_first
        )
    except Invalid as error:
        raise Invalid(errors={"cursor": ["cursor"]}) from error


def _slice(ids: tuple[str, ...], query: Query) -> Page:
    """Newest first; the cursor is the last id seen, so that newcomers move nothing."""
    ordered = ids[::-1]
    start = ordered.index(query.after) + 1 if query.after in ordered else 0
    part = ordered[start : start + query.limit]
    more = start + query.limit < len(ordered)
    return Page(part, part[-1] if more else None, len(ordered))
