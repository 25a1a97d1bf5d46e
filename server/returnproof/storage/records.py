"""`Records` over Redis: standalone, embedded or cluster."""

from collections.abc import Callable, Sequence

from returnproof.domain.access import PairingCode, Token
from returnproof.services.records import (
    Commit,
    Index,
    Order,
    Page,
    PhotoCursor,
    PhotoNews,
    R,
    StoredEvent,
)
from returnproof.storage.assessments import Assessments
from returnproof.storage.documents import Documents
from returnproof.storage.door import Door
from returnproof.storage.listings import Listings
from returnproof.storage.photo_log import PhotoLog
from returnproof.storage.replicas import Client
from returnproof.storage.shops import Shops
from returnproof.storage.streams import Streams


class RedisRecords:
    """Fulfils `services.ports.Records`; safe to share between threads.

    `room` is asked before each write and raises StorageFull while the disk has too little.
    """

    def __init__(self, client: Client, room: Callable[[], None] | None = None) -> None:
        door = Door(client, room)
        self.door = door
        self._documents = Documents(door)
        self._listings = Listings(door)
        self._assessments = Assessments(door)
        self._streams = Streams(door)
        self._photo_log = PhotoLog(door)
        self._shops = Shops(door)

    def get(self, shop: str, kind: type[R], record_id: str) -> R | None:
        return self._documents.get_many(shop, kind, [record_id])[0]

    def get_many(self, shop: str, kind: type[R], record_ids: Sequence[str]) -> list[R | None]:
        return self._documents.get_many(shop, kind, record_ids)

    def token_by_secret(self, shop: str, secret_sha256: str) -> Token | None:
        return self._documents.token_by_secret(shop, secret_sha256)

    def commit(self, shop: str, commit: Commit) -> None:
        self._documents.commit(shop, commit)

    def find(self, shop: str, index: Index, value: str, limit: int = 1000) -> tuple[str, ...]:
        return self._listings.find(shop, index, value, limit)

    def page(
        self, shop: str, order: Order, *, after: str | None, limit: int, newest_first: bool = True
    ) -> Page:
        return self._listings.page(shop, order, after=after, limit=limit, newest_first=newest_first)

    def photo_cursor(self, shop: str) -> PhotoCursor:
        return self._photo_log.cursor(shop)

    def photo_news(self, shop: str, cursor: PhotoCursor) -> PhotoNews | None:
        return self._photo_log.news(shop, cursor)

    def shops(self) -> tuple[str, ...]:
        return self._shops.all()

    def delete_shop(self, shop: str) -> int:
        return self._shops.delete(shop)

    def secret(self, shop: str) -> bytes:
        return self._shops.secret(shop)

    def cached_assessment(self, shop: str, refund_ids: Sequence[str]) -> list[bytes | None]:
        return self._assessments.cached(shop, refund_ids)

    def assessment_epochs(self, shop: str, refund_ids: Sequence[str]) -> list[int]:
        return self._assessments.epochs(shop, refund_ids)

    def cache_assessments(self, shop: str, made: Sequence[tuple[str, int, bytes]]) -> None:
        self._assessments.keep(shop, made)

    def events(self, shop: str, after: str, limit: int = 100) -> list[StoredEvent]:
        return self._streams.events(shop, after, limit)

    def last_event(self, shop: str) -> str:
        return self._streams.last_event(shop)

    def add_pairing(self, code_sha256: str, pairing: PairingCode, seconds: int) -> None:
        self._shops.add_pairing(code_sha256, pairing, seconds)

    def take_pairing(self, code_sha256: str) -> PairingCode | None:
        return self._shops.take_pairing(code_sha256)
