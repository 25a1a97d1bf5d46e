"""Where a Unix socket may be: in the directory itself, or near when its path is too long."""

import os
import secrets
import socket
import tempfile
from pathlib import Path
from typing import Final

# macOS takes 104 bytes with the closing zero, Linux 108.
LONGEST: Final = 103
_NAME: Final = "redis.sock"


def place(directory: Path) -> Path:
    """A path for a new socket, private to this user; `linked` finds it again."""
    inside = directory / _NAME
    inside.unlink(missing_ok=True)
    if _usable(inside):
        return inside
    # Not XDG_RUNTIME_DIR: that goes when the user signs out, and a server may stay.
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > LONGEST - 40 or not base.is_dir():
        base = Path("/tmp")  # noqa: S108 -- the folder made in it is private
    folder = base / f"returnproof-{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    path = folder / _NAME
    inside.symlink_to(path)
    return path


def linked(directory: Path) -> Path:
    """The socket of the server that runs, or ran, for `directory`."""
    inside = directory / _NAME
    return inside.readlink() if inside.is_symlink() else inside


def clear(directory: Path) -> None:
    """Removes the socket and the folder made for it."""
    inside = directory / _NAME
    path = linked(directory)
    path.unlink(missing_ok=True)
    if inside.is_symlink():
        inside.unlink()
        if path.parent.name.startswith("returnproof-") and path.parent.is_dir():
            path.parent.rmdir()


def _usable(path: Path) -> bool:
    """Some file systems (shared folders of virtual machines) take no sockets."""
    if len(os.fsencode(path)) > LONGEST:
        return False
    try:
        with socket.socket(socket.AF_UNIX) as tried:
            tried.bind(str(path))
    except OSError:
        return False
    path.unlink()
    return True
