"""What belongs to a shop as a whole: its being known, its secret, pairing codes, its removal."""

import secrets
from collections.abc import Iterator
from typing import Final

import msgspec
from redis.cluster import RedisCluster

from returnproof.domain.access import PairingCode
from returnproof.storage import keys
from returnproof.storage.door import Door
from returnproof.storage.failures import translated

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
        while batch := self._some_keys(shop):
            documents = keys.documents(shop).encode()
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

    def _some_keys(self, shop: str) -> list[bytes]:
        found: list[bytes] = []
        for key in self._scan(shop):
            found.append(key)
            if len(found) == _BATCH:
                break
        return found

    def _scan(self, shop: str) -> Iterator[bytes]:
        """A shop's name has no character that means something in a pattern."""
        pattern = f"{keys.prefix(shop)}*"
        client = self._door.client
        with translated():
            if isinstance(client, RedisCluster):
                node = client.get_node_from_key(keys.schema(shop))
                yield from client.scan_iter(match=pattern, count=1000, target_nodes=node)
            else:
                yield from client.scan_iter(match=pattern, count=1000)
