"""What was kept besides photos: bytes as they were, with where and when they came from."""

from dataclasses import dataclass
from enum import StrEnum


class EvidenceKind(StrEnum):
    """What a kept file is."""

    page_archive = "page_archive"
    page_facts = "page_facts"
    raw_json = "raw_json"
    screenshot = "screenshot"
    video = "video"
    file = "file"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record of one kept file. `taken` is the sender's word, `created` the server's."""

    id: str
    refund_id: str
    kind: EvidenceKind
    sha256: str
    size: int
    name: str
    created: str
    source: str | None = None
    taken: str | None = None
    version: int = 0
