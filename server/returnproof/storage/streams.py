"""The events of a shop: what changed, in the order of the commits that changed it."""

import re
from typing import Final

import msgspec

from returnproof.domain.errors import Invalid
from returnproof.services.records import StoredEvent
from returnproof.storage import keys
from returnproof.storage.door import Door

_ID: Final = re.compile(r"([0-9]{1,19})(?:-([0-9]{1,19}))?")
_LARGEST: Final = 2**63 - 1


class Streams:
    """One stream a shop; COMMIT appends to it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def events(self, shop: str, after: str, limit: int) -> list[StoredEvent]:
        """Raises Invalid when `after` is no event's id: it comes from the listener."""
        matched = _ID.fullmatch(after)
        if not matched or any(int(part) > _LARGEST for part in matched.groups() if part):
            raise Invalid("Last-Event-ID")
        start = f"({after}" if "-" in after else f"({after}-0"
        found = self._door.read("XRANGE", keys.events(shop), start, "+", "COUNT", limit)
        return [
            StoredEvent(
                name.decode(), fields[b"kind"].decode(), msgspec.json.decode(fields[b"data"])
            )
            for name, fields in found
        ]

    def last_event(self, shop: str) -> str:
        found = self._door.read("XREVRANGE", keys.events(shop), "+", "-", "COUNT", 1)
        return found[0][0].decode() if found else "0"
