"""A note by staff: a W3C Web Annotation kept whole, with what we must know of it beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Annotation:
    """`document` is the JSON-LD without `id`, `created` and `modified`, which the server adds.

    `subject` is the refund id whose case, photo or region of a photo the annotation is about,
    None when its target is something we do not keep. Of a deleted one only the id is left, so that
    it is never given to another; it is not `listed`.
    """

    id: str
    document: Mapping[str, Any]
    created: str
    modified: str
    creator: str
    subject: str | None = None
    version: int = 0
    deleted: str | None = None

    @property
    def listed(self) -> str | None:
        """When it was made, for as long as it is there."""
        return self.created if self.deleted is None else None
