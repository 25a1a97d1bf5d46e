"""The name a sender gave a file, made fit for a record, a log and a screen."""

import re
import unicodedata

_LONGEST = 120
_SEPARATORS = re.compile(r"[/\\]")
# Also what turns the writing direction, with which `gnp.exe` is shown as `exe.png`.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def file_name(sent: str) -> str:
    """The last part of the path without anything unseen; `file` when nothing is left."""
    last = _SEPARATORS.split(sent)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    name = seen.strip().lstrip(".").strip()
    return name[-_LONGEST:] or "file"
