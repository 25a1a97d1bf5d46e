"""What belongs to a shop as a whole: its being known, its secret, pairing codes, its removal."""

import secrets
from itertools import islice
from typing import Final

import msgspec

from returnproof.domain.access import PairingCode
from returnproof.storage import keys
from returnproof.storage.door import Door
from returnproof.storage.scanning import scan

_SECRET_BYTES: Final = 32
_BATCH: Final = 500


class Shops:
    """Shops exist from their first commit on."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def all(self) -> tuple[str, ...]:
        return tuple(sorted(each.decode() for each in self._door.read("SMEMBERS", keys.SHOPS)))

    def secret(self, shop: str) -> bytes:
        key = keys.secret(shop)
        found: bytes | None = self._door.read("GET", key)
        if found is None:
            # Whoever is first decides; everybody then reads the same.
            self._door.write("SET", key, secrets.token_bytes(_SECRET_BYTES), "NX")
            found = self._door.read("GET", key)
        assert found is not None
        return found

    def delete(self, shop: str) -> int:
        """The shop leaves the list last, so that an interrupted removal can be run again."""
        records = 0
        documents = keys.documents(shop)
        # Again from the start until nothing is left: writers may not have heard of it yet.
        while batch := list(islice(scan(self._door.client, shop), _BATCH)):
            records += sum(each.startswith(documents) for each in batch)
            self._door.remove("UNLINK", *batch)
        self._door.remove("SREM", keys.SHOPS, shop)
        return records

    def add_pairing(self, code_sha256: str, pairing: PairingCode, seconds: int) -> None:
        document = msgspec.json.encode(pairing)
        self._door.write("SET", keys.pairing(code_sha256), document, "EX", seconds)

    def take_pairing(self, code_sha256: str) -> PairingCode | None:
        found = self._door.remove("GETDEL", keys.pairing(code_sha256))
        return msgspec.json.decode(found, type=PairingCode) if found else None
