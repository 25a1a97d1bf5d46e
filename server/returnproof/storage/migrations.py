"""Brings the records of every shop to this server's schema, and refuses those of a newer one.

A shop's schema version stands in the shop itself, and in each document's envelope, so that an
interrupted migration goes on where it stopped, and two servers that migrate at once do no harm.
While a shop is being migrated its version is the new one negated, so that no server commits to it.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from returnproof.storage import keys, scripts
from returnproof.storage.door import Door, Script
from returnproof.storage.envelope import SCHEMA, head_of, seal
from returnproof.storage.errors import StoreTooNew
from returnproof.storage.kinds import KINDS
from returnproof.storage.scanning import scan
from returnproof.storage.shops import Shops

# (kind's name, document as JSON of schema n) -> the same of schema n + 1
Step = Callable[[str, dict[str, Any]], dict[str, Any]]

# Step n leads from schema n to n + 1. Add one with each change that a default cannot express.
STEPS: Final[Mapping[int, Step]] = {}

_BY_NAME: Final = {facts.name: kind for kind, facts in KINDS.items()}


class Migrations:
    """`target` and `steps` are those of this server."""

    def __init__(self, door: Door, target: int = SCHEMA, steps: Mapping[int, Step] = STEPS) -> None:
        self._door = door
        self._target = target
        self._steps = steps
        self._replace = Script(scripts.REPLACE)

    def run(self) -> int:
        """The number of shops that were changed. Raises StoreTooNew before anything is."""
        behind = []
        for shop, found in self._schemas():
            if found is not None and abs(found) > self._target:
                raise StoreTooNew(_too_new(abs(found), self._target))
            if found is not None and found != self._target:
                behind.append(shop)
        for shop in behind:
            self._migrate(shop)
        return len(behind)

    def _schemas(self) -> list[tuple[str, int | None]]:
        shops = Shops(self._door).all()
        found = self._door.read_all([("GET", keys.schema(shop)) for shop in shops])
        return [
            (shop, None if schema is None else int(schema))
            for shop, schema in zip(shops, found, strict=True)
        ]

    def _migrate(self, shop: str) -> None:
        self._door.write("SET", keys.schema(shop), -self._target)
        for key in scan(self._door.client, shop, keys.ALL_DOCUMENTS):
            self._raise_document(shop, key)
        # Assessments were computed from the old form.
        for key in scan(self._door.client, shop, keys.ALL_ASSESSMENTS):
            self._door.remove("UNLINK", key)
        self._door.write("SET", keys.schema(shop), self._target)

    def _raise_document(self, shop: str, key: str) -> None:
        value: bytes | None = self._door.read("GET", key)
        if value is None or (head := head_of(value)).schema >= self._target:
            return
        name = key.removeprefix(keys.documents(shop)).split(":", 1)[0]
        document = msgspec.json.decode(value.partition(b"\n")[2])
        for schema in range(head.schema, self._target):
            document = self._steps[schema](name, document)
        record: Any = msgspec.convert(document, _BY_NAME[name])
        sealed = seal(record, secrets.token_hex(8), self._target)
        self._door.run(self._replace, [key], [keys.prefix(shop), head.version, sealed.value])


def _too_new(found: int, known: int) -> str:
    return (
        f"the records were written by a newer ReturnProof (their schema is {found}, this one "
        f"knows {known}). Nothing was changed. Update ReturnProof and start again · "
        f"数据由较新版本的退货存证写入（数据格式 {found}，本版本为 {known}），"
        f"未作任何改动；请升级后再启动"
    )
