"""The one form of a pack's zip file: the same contents are always the same bytes."""

import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final

# The bag's folder in the archive; a name without ids, since file names travel far.
ROOT: Final = "returnproof-pack"
MAX_FILES: Final = 5000
MAX_BYTES: Final = 4 << 30
# The earliest a zip can say: the times that matter stand in the facts, under the manifest.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_PLAIN_FILE: Final = 0o100644 << 16
_CHUNK: Final = 1 << 20

Opener = Callable[[str], BinaryIO]


def entry(name: str, size: int) -> zipfile.ZipInfo:
    """Stored as it is: photos do not get smaller, and every byte can be found by eye."""
    made = zipfile.ZipInfo(name, date_time=_MOMENT)
    made.compress_type = zipfile.ZIP_STORED
    made.create_system = _UNIX
    made.external_attr = _PLAIN_FILE
    made.file_size = size
    return made


def write(sizes: Iterable[tuple[str, int]], open_member: Opener, target: BinaryIO) -> None:
    """Members in the order of their names; `open_member` gives each one's bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, size in sorted(sizes):
            with open_member(name) as source, archive.open(entry(name, size), "w") as member:
                shutil.copyfileobj(source, member, _CHUNK)


def write_folder(folder: Path, target: BinaryIO) -> None:
    """Everything under `folder`, as members under ROOT."""
    files = {
        f"{ROOT}/{path.relative_to(folder).as_posix()}": path
        for path in folder.rglob("*")
        if path.is_file()
    }
    write(
        ((name, path.stat().st_size) for name, path in files.items()),
        lambda name: files[name].open("rb"),
        target,
    )
