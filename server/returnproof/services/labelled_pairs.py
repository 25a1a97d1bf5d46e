"""The table that `evaluate` reads: which photos to compare, and what is known of them."""

import csv
import io
from pathlib import Path
from typing import Final

from returnproof.domain.errors import Invalid

_REQUIRED: Final = ("reference", "candidate")
_LABELS: Final = frozenset({"", "same", "different"})
# Excel in China writes CSV in the second one; its superset reads GBK and GB2312 too.
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


def read_pairs(path: Path) -> list[dict[str, str]]:
    """Its rows with every column, an absent cell as "". Raises Invalid, which names it, OSError."""
    try:
        reader = csv.DictReader(io.StringIO(_decoded(path), newline=""))
        missing = [name for name in _REQUIRED if name not in (reader.fieldnames or ())]
        if missing:
            raise Invalid(
                f"{path.name} has no column {', '.join(missing)}.",
                errors={name: ["column"] for name in missing},
            )
        rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
    except csv.Error as error:
        raise Invalid(errors={path.name: ["table"]}) from error
    # The header is the first row, as a spreadsheet counts.
    return [_checked(row, number) for number, row in enumerate(rows, start=2)]


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(errors={path.name: ["encoding"]})


def _checked(row: dict[str, str], number: int) -> dict[str, str]:
    label = row.get("label", "").strip().lower()
    if label not in _LABELS:
        raise Invalid(errors={"label": [f"label:{number}"]})
    return {**row, "label": label} if "label" in row else row
