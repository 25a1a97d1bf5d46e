"""Who may do what in a shop."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """owner: everything; staff: work on cases; station: register shipments and packing photos."""

    owner = "owner"
    staff = "staff"
    station = "station"


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
    version: int = 0


@dataclass(frozen=True, slots=True)
class PairingCode:
    """A one-time code that becomes a token of `shop` within ten minutes."""

    shop: str
    role: Role
    expires: str
