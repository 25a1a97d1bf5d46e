"""Who may do what in a shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """owner: everything; staff: work on cases; station: register shipments and packing photos."""

    owner = "owner"
    staff = "staff"
    station = "station"


class Action(StrEnum):
    """What a request does, as far as permission goes; the table MAY says who may."""

    # Register a shipment or a packing photo, and see those.
    pack = "pack"
    # See and work on cases: photos, evidence, comparisons, assessments, annotations, packs, events.
    work = "work"
    # Devices, pairing codes, metrics.
    administer = "administer"
    # Know who one is: any valid token.
    identify = "identify"


# The one table of permissions; docs/decisions/access.md explains it and a test compares the two.
MAY: Final[Mapping[Action, frozenset[Role]]] = {
    Action.pack: frozenset({Role.owner, Role.staff, Role.station}),
    Action.work: frozenset({Role.owner, Role.staff}),
    Action.administer: frozenset({Role.owner}),
    Action.identify: frozenset(Role),
}


class TokenKind(StrEnum):
    """device: a paired extension or a script; session: a person signed in to the served pages."""

    device = "device"
    session = "session"


@dataclass(frozen=True, slots=True)
class Token:
    """A device's or person's key to one shop; only the SHA-256 of the secret is kept."""

    id: str
    shop: str
    name: str
    role: Role
    secret_sha256: str
    created: str
    last_used: str | None = None
    revoked: str | None = None
    kind: TokenKind = TokenKind.device
    version: int = 0


@dataclass(frozen=True, slots=True)
class PairingCode:
    """A one-time code that becomes a token of `shop` within ten minutes."""

    shop: str
    role: Role
    expires: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking: the shop and role every view works under."""

    shop: str
    role: Role
    token_id: str
    name: str
    kind: TokenKind = TokenKind.device
