"""Where the bytes of a record are."""

from pathlib import Path

from returnproof.domain.errors import NotFound
from returnproof.services.ports import Blobs


def original(blobs: Blobs, sha256: str) -> Path:
    """Raises NotFound that says that the record is there and its file is not."""
    try:
        return blobs.path(sha256)
    except NotFound as error:
        raise NotFound("bytes", sha256=sha256) from error
