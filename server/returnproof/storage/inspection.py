"""The store looked at from below: every document and every index entry, as they lie there."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import msgspec

from returnproof.services.ports import IndexFault
from returnproof.services.records import R, Record
from returnproof.storage import keys, kinds, scripts
from returnproof.storage.documents import Documents
from returnproof.storage.door import Door, Script
from returnproof.storage.envelope import unseal
from returnproof.storage.kinds import KINDS
from returnproof.storage.scanning import scan
from returnproof.storage.shops import Shops

_BATCH: Final = 500
_TYPES: Final = {facts.name: kind for kind, facts in KINDS.items()}
# (document's key, suffix of the sorted set or alias, member; empty for an alias)
Entry = tuple[str, str, str]


class RedisInspection:
    """Fulfils `services.ports.Inspection`. Holds the entries of one shop in memory at a time."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._documents = Documents(door)
        self._agrees = Script(scripts.AGREES)

    def shops(self) -> tuple[str, ...]:
        return Shops(self._door).all()

    def get(self, shop: str, kind: type[R], record_id: str) -> R | None:
        return self._documents.get_many(shop, kind, [record_id])[0]

    def records(self, shop: str) -> Iterator[Record]:
        for _, record in self._read(shop):
            if record is not None:
                yield record

    def damaged(self, shop: str) -> tuple[str, ...]:
        start = len(keys.documents(shop))
        return tuple(key[start:] for key, record in self._read(shop) if record is None)

    def index_faults(self, shop: str) -> Iterator[IndexFault]:
        expected = {
            entry for key, record in self._read(shop) if record for entry in _of(key, record)
        }
        found = set(self._entries(shop))
        for entry in sorted(expected ^ found):
            if not self._agree(shop, entry):
                key, suffix, _ = entry
                name = key.removeprefix(keys.documents(shop)).partition(":")[2]
                yield IndexFault(suffix, name, missing=entry in expected)

    def _read(self, shop: str) -> Iterator[tuple[str, Record | None]]:
        """Each document once with its key, None where it cannot be read."""
        names = iter(set(scan(self._door.client, shop, keys.ALL_DOCUMENTS)))
        while batch := list(islice(names, _BATCH)):
            for key, value in zip(batch, self._door.read("MGET", *batch), strict=True):
                if value is not None:
                    yield key, self._decode(shop, key, value)

    @staticmethod
    def _decode(shop: str, key: str, value: bytes) -> Record | None:
        kind = _TYPES.get(key.removeprefix(keys.documents(shop)).partition(":")[0])
        try:
            record: Record | None = unseal(value, kind) if kind else None
        except msgspec.DecodeError:
            return None
        return record

    def _entries(self, shop: str) -> Iterator[Entry]:
        """What the sorted sets and aliases say; of each, whose document it must be."""
        start = len(keys.prefix(shop))
        for key in scan(self._door.client, shop, keys.ALL_ORDERS):
            yield from self._members(shop, key[start:], key[start:].split(":")[1])
        for key in scan(self._door.client, shop, keys.ALL_INDEXES):
            yield from self._members(shop, key[start:], key[start:].split(":")[1])
        for key in scan(self._door.client, shop, keys.ALL_TOKENS):
            value = self._door.read("GET", key)
            owner = self._decode(shop, f"{keys.documents(shop)}token:", value) if value else None
            name = kinds.record_id(owner) if owner else ""
            yield keys.document(shop, "token", name), key[start:], ""

    def _members(self, shop: str, suffix: str, index: str) -> Iterator[Entry]:
        """`index` is named after its kind: `case.order` holds cases."""
        kind = index.partition(".")[0]
        key = keys.prefix(shop) + suffix
        first = 0
        while found := self._door.read("ZRANGE", key, first, first + _BATCH - 1):
            first += _BATCH
            for member in found:
                yield keys.document(shop, kind, kinds.member_id(member)), suffix, member.decode()

    def _agree(self, shop: str, entry: Entry) -> bool:
        key, suffix, member = entry
        where = keys.prefix(shop) + suffix
        return bool(self._door.look(self._agrees, [key, where], [suffix, member]))


def _of(key: str, record: Record) -> Iterable[Entry]:
    yield from ((key, suffix, member) for suffix, member in kinds.entries(record))
    yield from ((key, alias, "") for alias in kinds.aliases(record))
