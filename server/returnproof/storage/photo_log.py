"""Which photos came and went, in order, so that an index in memory follows by reading little."""

from typing import Final

from returnproof.services.records import PhotoCursor, PhotoNews
from returnproof.storage import keys
from returnproof.storage.door import Door
from returnproof.storage.kinds import member_id

_MOST: Final = 5000


class PhotoLog:
    """A stream a shop, appended to by every script that changes the shop's listing of photos.

    Its epoch is the id of its first entry ever: a shop that was removed and made again has another.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    def cursor(self, shop: str) -> PhotoCursor:
        """Where the log ends now: read everything after asking for this."""
        epoch, last = self._door.read_all(
            [
                ("GET", keys.photo_epoch(shop)),
                ("XREVRANGE", keys.photo_log(shop), "+", "-", "COUNT", 1),
            ]
        )
        return PhotoCursor((epoch or b"").decode(), last[0][0].decode() if last else "")

    def news(self, shop: str, cursor: PhotoCursor) -> PhotoNews | None:
        """None when the log no longer reaches back to `cursor`, or is another shop's by now."""
        epoch, found = self._door.read_all(
            [
                ("GET", keys.photo_epoch(shop)),
                ("XRANGE", keys.photo_log(shop), cursor.last or "-", "+", "COUNT", _MOST + 1),
            ]
        )
        if (epoch or b"").decode() != cursor.epoch:
            return None
        if cursor.last:
            if not found or found[0][0].decode() != cursor.last:
                return None
            found = found[1:]
        changes = [
            (operation == b"+", member_id(member))
            for _, fields in found
            for operation, member in fields.items()
        ]
        last = found[-1][0].decode() if found else cursor.last
        return PhotoNews(PhotoCursor(cursor.epoch, last), tuple(changes), more=len(found) >= _MOST)
