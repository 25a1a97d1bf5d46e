"""A file of what can be made again: there whole or not at all."""

import tempfile
from pathlib import Path


def keep(place: Path, document: bytes) -> None:
    """Not fsynced: what is lost in a crash is made again."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as passing:
            whole = Path(passing) / place.name
            whole.write_bytes(document)
            whole.replace(place)
    except OSError:
        return  # a full disk costs speed here, never a result
