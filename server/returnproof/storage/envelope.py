"""A document as it stands in Redis: one line of facts about it, then the record, both JSON.

The line is apart so that a Lua script reads versions and index entries without parsing a record,
whose depth and numbers Lua's JSON could not take.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from returnproof.services.records import R, Record
from returnproof.storage import kinds

SCHEMA: Final = 1


class Head(msgspec.Struct, frozen=True, rename={"schema": "s", "version": "v", "commit": "c"}):
    """`x` index entries and `a` aliases stand here so that they can be taken back without guessing.

    `commit` names the commit that wrote it, which makes repeating that commit harmless.
    """

    schema: int
    version: int
    commit: str
    x: list[tuple[str, str]]
    a: list[str]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record ready to be written one version on."""

    head: Head
    value: bytes


def seal(record: Record, commit: str, schema: int = SCHEMA) -> Sealed:
    """The envelope of the next version of `record`."""
    following = replace(record, version=record.version + 1)
    head = Head(
        schema=schema,
        version=following.version,
        commit=commit,
        x=kinds.entries(record),
        a=kinds.aliases(record),
    )
    value = msgspec.json.encode(head) + b"\n" + msgspec.json.encode(following)
    return Sealed(head, value)


def head_of(value: bytes) -> Head:
    """Raises msgspec.DecodeError on damage."""
    return _head.decode(value.partition(b"\n")[0])


def unseal(value: bytes, kind: type[R]) -> R:
    """Raises msgspec.DecodeError on damage."""
    record: R = _decoders[kind].decode(value.partition(b"\n")[2])
    return record


_head = msgspec.json.Decoder(Head)


_decoders: Final[dict[type, msgspec.json.Decoder[Any]]] = {
    kind: msgspec.json.Decoder(kind) for kind in kinds.KINDS
}
