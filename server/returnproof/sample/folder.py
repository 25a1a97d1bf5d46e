"""Where the sample shop's drawn files are; imports nothing heavy."""

import shutil
from pathlib import Path
from typing import Final

FOLDER: Final = "sample"
# The variable that hands the drawing process its token.
TOKEN: Final = "RETURNPROOF_SAMPLE_TOKEN"  # noqa: S105 - the variable's name


def remove_drawn(data_dir: Path) -> bool:
    """Deletes what was drawn; False when there was nothing."""
    folder = data_dir / FOLDER
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True
