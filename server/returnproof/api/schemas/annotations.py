"""What may be asked of the annotation container."""

from enum import StrEnum

from returnproof.api.schemas.base import Strict
from returnproof.api.schemas.fields import Choice, RecordIdField, Whole

MOST_PAGES = 1_000_000


class Contained(StrEnum):
    """Whole annotations (0) or their addresses only (1)."""

    descriptions = "0"
    iris = "1"


class AnnotationQuery(Strict):
    page = Whole(0, MOST_PAGES, strict=False, load_default=None)
    iris = Choice(Contained, load_default=None)
    subject = RecordIdField(load_default=None, metadata={"description": "A refund id"})
