"""What can always be made again from a blob: features, thumbnails. Losing it costs time only."""

import re
import secrets
import shutil
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class DerivedCache:
    """Files by kind, version of what made them, and the blob's SHA-256.

    Whole or absent, never half-written; nothing waits for the disk, and a full disk means that
    nothing is kept.
    """

    def __init__(self, root: Path, floor: int = 0) -> None:
        self._root = root
        self._floor = floor

    def get(self, kind: str, version: str, sha256: str) -> bytes | None:
        try:
            return self._place(kind, version, sha256).read_bytes()
        except OSError:
            return None

    def put(self, kind: str, version: str, sha256: str, content: bytes) -> None:
        place = self._place(kind, version, sha256)
        staged = place.with_name(f"{sha256}.{secrets.token_hex(4)}")
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(place.parent).free - len(content) < self._floor:
                return
            staged.write_bytes(content)
            staged.replace(place)
        except OSError:
            staged.unlink(missing_ok=True)

    def forget_others(self, kind: str, version: str) -> None:
        """Removes what other versions of this kind made."""
        folder = self._root / kind
        for each in folder.iterdir() if folder.is_dir() else ():
            if each.name != version:
                shutil.rmtree(each, ignore_errors=True)

    def _place(self, kind: str, version: str, sha256: str) -> Path:
        """Raises ValueError for a name that could lead elsewhere."""
        good = _NAME.fullmatch(kind) and _NAME.fullmatch(version) and _SHA256.fullmatch(sha256)
        if not good or kind.startswith(".") or version.startswith("."):
            raise ValueError(f"not a name of derived data: {kind}/{version}/{sha256}")
        return self._root / kind / version / sha256[:2] / sha256
