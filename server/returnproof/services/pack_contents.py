"""What goes into an evidence pack: the originals under safe names, and the facts as JSON."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from returnproof.contract import LANGUAGES
from returnproof.domain.annotation import Annotation
from returnproof.domain.case_file import CaseFile
from returnproof.domain.evidence import Evidence
from returnproof.domain.photo import Photo
from returnproof.services import assessment_texts, assessments
from returnproof.services.case_files import gather
from returnproof.services.ports import Json, Records
from returnproof.services.records import Index

FORMAT: Final = 1
_SUFFIX: Final = re.compile(r"\.([A-Za-z0-9]{1,8})$")
# By what the bytes are, never by the name they came with.
_SUFFIXES: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "image/tiff": "tif",
    "image/gif": "gif",
    "image/mpo": "jpg",
}


@dataclass(frozen=True, slots=True)
class Original:
    """One kept file: where it lies in the pack, what it is, and what is known of it."""

    path: str
    sha256: str
    size: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contents:
    """`facts` by file name, `originals` in the order they were kept."""

    facts: Mapping[str, Any]
    originals: tuple[Original, ...]


def contents_of(records: Records, shop: str, refund_id: str) -> Contents:
    """Reads everything once. Raises NotFound."""
    document = assessments.get(records, shop, refund_id)
    file = gather(records, shop, [refund_id])[refund_id]
    noted = records.find(shop, Index.annotation_subject, refund_id)
    annotations = [each for each in records.get_many(shop, Annotation, noted) if each]
    originals = (*_photos(file), *_evidence(file))
    return Contents(
        facts={
            "case": _record(file.case),
            "shipment": _record(file.shipment) if file.shipment else None,
            "comparisons": [_record(each) for each in file.comparisons],
            "annotations": [_record(each) for each in annotations],
            "assessment": _assessment(document),
        },
        originals=originals,
    )


def _assessment(document: Json) -> Json:
    """The codes, and the words of both languages as they stood when the pack was made."""
    shown = {language: assessment_texts.present(document, language) for language in LANGUAGES}
    return {"codes": document, **shown}


def _record(record: Any) -> Json:
    document = asdict(record)
    document.pop("version", None)
    return document


def _photos(file: CaseFile) -> Iterator[Original]:
    for number, photo in enumerate((*file.packing, *file.photos), start=1):
        suffix = _SUFFIXES.get(photo.facts.media_type, "bin")
        name = f"{number:03d}-{photo.role}-{photo.sha256[:12]}.{suffix}"
        yield _original(f"originals/photos/{name}", photo)


def _evidence(file: CaseFile) -> Iterator[Original]:
    for number, kept in enumerate(file.evidence, start=1):
        found = _SUFFIX.search(kept.name)
        suffix = found[1].lower() if found else "bin"
        name = f"{number:03d}-{kept.kind}-{kept.sha256[:12]}.{suffix}"
        yield _original(f"originals/evidence/{name}", kept)


def _original(path: str, record: Photo | Evidence) -> Original:
    facts = _record(record)
    for inner in ("openings", "opened"):
        facts.pop(inner, None)
    return Original(path, record.sha256, record.size, facts)
