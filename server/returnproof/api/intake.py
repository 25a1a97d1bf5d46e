"""The services that take files, made of the ports of the running app."""

from returnproof.api.wiring import ports, settings
from returnproof.services.evidence import EvidenceIntake
from returnproof.services.fingerprints import fingerprints_of
from returnproof.services.intake import PhotoIntake
from returnproof.services.search import PictureSearch


def photo_intake() -> PhotoIntake:
    given = ports()
    return PhotoIntake(
        given.records,
        given.blobs,
        given.queue,
        given.vision,
        settings().max_upload_bytes,
        given.ahead,
    )


def picture_search() -> PictureSearch:
    given = ports()
    return PictureSearch(
        given.records,
        given.blobs,
        given.vision,
        fingerprints_of(given.records),
        settings().max_upload_bytes,
    )


def evidence_intake() -> EvidenceIntake:
    given = ports()
    return EvidenceIntake(given.records, given.blobs, settings().max_evidence_bytes)
