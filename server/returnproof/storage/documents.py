"""Reading records and committing them in one step with their indexes and events."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from returnproof.domain.access import Token
from returnproof.domain.errors import StorageUnavailable, VersionConflict
from returnproof.services.records import Commit, R
from returnproof.storage import keys, scripts
from returnproof.storage.door import Door, Script
from returnproof.storage.envelope import SCHEMA, Sealed, seal, unseal
from returnproof.storage.kinds import KINDS, document_key

# What a listener that was away can catch up on; behind that it reads the records anew.
EVENTS_HELD: Final = 2000


class Plan(msgspec.Struct, frozen=True):
    """What COMMIT is told besides keys and documents; `versions` follow the order of the keys."""

    commit: str
    schema: int
    register: bool
    versions: list[int]
    writes: int
    deletes: int
    touched: list[str]
    events: list[tuple[str, str]]
    held: int
    # Names of keys, which keys.py alone makes up; the last is put before a refund id.
    epochs: str
    stream: str
    assessment: str


class Documents:
    """The records of every shop."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._commit = Script(scripts.COMMIT)

    def get_many(self, shop: str, kind: type[R], record_ids: Sequence[str]) -> list[R | None]:
        if not record_ids:
            return []
        name = KINDS[kind].name
        found = self._door.read("MGET", *(keys.document(shop, name, each) for each in record_ids))
        return [self._unseal(value, kind) for value in found]

    def token_by_secret(self, shop: str, secret_sha256: str) -> Token | None:
        key = keys.prefix(shop) + keys.token_secret_suffix(secret_sha256)
        return self._unseal(self._door.read("GET", key), Token)

    def commit(self, shop: str, commit: Commit) -> None:
        name = secrets.token_hex(8)
        sealed = [seal(record, name) for record in commit.writes]
        answer = self._run(shop, commit, name, sealed, register=False)
        if answer == b"NEW":
            # The list of shops is in another slot, so it comes first: a shop without records
            # is harmless, records without a shop would be lost sight of.
            self._door.write("SADD", keys.SHOPS, shop)
            answer = self._run(shop, commit, name, sealed, register=True)
        if answer == b"CONFLICT":
            raise VersionConflict
        if answer == b"SCHEMA":
            raise StorageUnavailable(cause="schema")

    def _run(
        self, shop: str, commit: Commit, name: str, sealed: Iterable[Sealed], *, register: bool
    ) -> bytes:
        records = [*commit.writes, *commit.deletes, *commit.unchanged]
        documents = [document_key(shop, record) for record in records]
        changes = documents[: len(commit.writes) + len(commit.deletes)]
        if len(set(changes)) < len(changes):
            raise ValueError("a commit changes a record once")
        plan = _plan(shop, commit, name, register=register)
        answer: bytes = self._door.run(
            self._commit,
            [keys.schema(shop), *documents],
            [keys.prefix(shop), msgspec.json.encode(plan), *(each.value for each in sealed)],
        )
        return answer

    @staticmethod
    def _unseal(value: bytes | None, kind: type[R]) -> R | None:
        if value is None:
            return None
        try:
            return unseal(value, kind)
        except msgspec.DecodeError as error:
            raise StorageUnavailable(cause="damaged") from error


def _plan(shop: str, commit: Commit, name: str, *, register: bool) -> Plan:
    records = [*commit.writes, *commit.deletes, *commit.unchanged]
    return Plan(
        commit=name,
        schema=SCHEMA,
        register=register,
        versions=[record.version for record in records],
        writes=len(commit.writes),
        deletes=len(commit.deletes),
        touched=list(commit.touched),
        events=[
            (each.kind, msgspec.json.encode(dict(each.data)).decode()) for each in commit.events
        ],
        held=EVENTS_HELD,
        epochs=keys.epochs(shop),
        stream=keys.events(shop),
        assessment=keys.assessment_suffix(""),
    )
