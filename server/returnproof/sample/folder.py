"""Where the sample shop's drawn files are, and of which edition; imports nothing heavy."""

import hashlib
import json
import shutil
from importlib import resources
from pathlib import Path
from typing import Final

FOLDER: Final = "sample"
CLOCK: Final = "clock.json"
DRAWING: Final = 3  # change it when the same description would now look different
# The variable that hands the drawing process its token.
TOKEN: Final = "RETURNPROOF_SAMPLE_TOKEN"  # noqa: S105 - the variable's name


def edition() -> str:
    """Moves with the catalogue and with how it is drawn."""
    folder = resources.files("returnproof.sample") / "cases"
    digest = hashlib.sha256(str(DRAWING).encode())
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".json"):
            digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]


def is_outdated(data_dir: Path) -> bool:
    """Whether what was drawn there is of another edition: its photos would stand beside the new.

    False when nothing was drawn.
    """
    clock = data_dir / FOLDER / CLOCK
    if not clock.exists():
        return False
    return bool(json.loads(clock.read_text()).get("edition") != edition())


def remove_drawn(data_dir: Path) -> bool:
    """Deletes what was drawn; False when there was nothing."""
    folder = data_dir / FOLDER
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True
