"""The smallest real evidence pack: one photo, one index, a bag made by bagit."""

import hashlib
import io
import json
from pathlib import Path

import bagit

from returnproof.services.pack_archive import write_folder

PHOTO = b"\xff\xd8 a photo " * 20
PATH = "originals/photos/001-packing-x.jpg"


def small_bag(folder: Path) -> bytes:
    """The zip file's bytes; `folder` becomes the bag."""
    (folder / "facts").mkdir()
    (folder / PATH).parent.mkdir(parents=True)
    (folder / PATH).write_bytes(PHOTO)
    original = {"path": PATH, "sha256": hashlib.sha256(PHOTO).hexdigest(), "size": len(PHOTO)}
    index = {"format": 1, "created": "2026-11-23T00:00:00.000Z", "originals": [original]}
    (folder / "facts/index.json").write_text(json.dumps(index))
    bagit.make_bag(str(folder), {"External-Identifier": "R1"}, checksums=["sha256"])
    target = io.BytesIO()
    write_folder(folder, target)
    return target.getvalue()
