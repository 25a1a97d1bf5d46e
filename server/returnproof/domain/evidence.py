"""What was kept besides photos: bytes as they were, with where and when they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class EvidenceKind(StrEnum):
    """What a kept file is."""

    page_archive = "page_archive"
    page_facts = "page_facts"
    raw_json = "raw_json"
    screenshot = "screenshot"
    negotiation = "negotiation"
    logistics_trace = "logistics_trace"
    video = "video"
    file = "file"


@dataclass(frozen=True, slots=True)
class Opening:
    """That somebody read a kept file: when, and the id of the token it was read with."""

    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record of one kept file. `created` is the server's word.

    `taken` and `provenance` (how it was come by, a JSON object) are the sender's.

    A kept file may hold what we keep nowhere else (a buyer's name in a page archive), so each
    opening of it is recorded: the latest in `openings`, the number of all in `opened`.
    """

    id: str
    refund_id: str
    kind: EvidenceKind
    sha256: str
    size: int
    name: str
    created: str
    source: str | None = None
    taken: str | None = None
    provenance: Mapping[str, Any] | None = field(default=None, hash=False)
    openings: tuple[Opening, ...] = ()
    opened: int = 0
    version: int = 0
