"""The services that take files, made of the ports of the running app."""

from flask import current_app

from returnproof.api.wiring import ports, settings
from returnproof.services.evidence import EvidenceIntake
from returnproof.services.fingerprints import Fingerprints
from returnproof.services.intake import PhotoIntake
from returnproof.services.search import PictureSearch


def photo_intake() -> PhotoIntake:
    given = ports()
    return PhotoIntake(
        given.records, given.blobs, given.queue, given.vision, settings().max_upload_bytes
    )


def picture_search() -> PictureSearch:
    """The fingerprints live as long as the app does."""
    given = ports()
    fingerprints = current_app.extensions.setdefault(
        "returnproof.fingerprints", Fingerprints(given.records)
    )
    return PictureSearch(
        given.records, given.blobs, given.vision, fingerprints, settings().max_upload_bytes
    )


def evidence_intake() -> EvidenceIntake:
    given = ports()
    return EvidenceIntake(given.records, given.blobs, settings().max_evidence_bytes)
