"""Finding records by a value and paging through them in an order."""

import base64
import binascii
import re
from typing import Final

from returnproof.domain.errors import Invalid
from returnproof.services.records import Index, Order, Page
from returnproof.storage import keys
from returnproof.storage.door import Door
from returnproof.storage.kinds import member_id

_MEMBER: Final = re.compile(rb"\d{18}:.{1,512}", re.DOTALL)


class Listings:
    """The sorted sets that COMMIT keeps in step with the records."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def find(self, shop: str, index: Index, value: str, limit: int) -> tuple[str, ...]:
        key = keys.prefix(shop) + keys.index_suffix(index, value)
        return tuple(member_id(each) for each in self._door.read("ZRANGE", key, 0, limit - 1))

    def page(
        self, shop: str, order: Order, *, after: str | None, limit: int, newest_first: bool
    ) -> Page:
        key = keys.prefix(shop) + keys.order_suffix(order)
        start = b"(" + _member(after) if after is not None else None
        if newest_first:
            bounds = ("ZREVRANGEBYLEX", key, start or b"+", b"-")
        else:
            bounds = ("ZRANGEBYLEX", key, start or b"-", b"+")
        found, total = self._door.read_all([(*bounds, "LIMIT", 0, limit + 1), ("ZCARD", key)])
        shown = found[:limit]
        more = len(found) > limit and shown
        return Page(
            ids=tuple(member_id(each) for each in shown),
            next=_cursor(shown[-1]) if more else None,
            total=total,
        )


def _cursor(member: bytes) -> str:
    return base64.urlsafe_b64encode(member).decode().rstrip("=")


def _member(cursor: str) -> bytes:
    try:
        member = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError) as error:
        raise Invalid("cursor") from error
    if not _MEMBER.fullmatch(member):
        raise Invalid("cursor")
    return member
