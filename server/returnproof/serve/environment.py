"""Settings as environment variables: how `serve` tells its children what it was told."""

import os
from collections.abc import Mapping
from dataclasses import fields

from returnproof.config import Settings

PREFIX = "RETURNPROOF_"
# The one setting whose option has another name: it is given once per origin.
_RENAMED = {"cors_origins": "CORS_ORIGIN"}


def variables(settings: Settings) -> dict[str, str]:
    """What the commands' options read back into equal Settings; absent means None."""
    found = {}
    for field in fields(settings):
        value = getattr(settings, field.name)
        name = PREFIX + _RENAMED.get(field.name, field.name.upper())
        if isinstance(value, tuple):
            found[name] = " ".join(value)
        elif isinstance(value, bool):
            found[name] = str(int(value))
        elif value is not None:
            found[name] = str(value)
    return {name: value for name, value in found.items() if value}


def child_environment(settings: Settings, outer: Mapping[str, str], **extra: str) -> dict[str, str]:
    """The outer environment with every setting of ours replaced by `settings`."""
    kept = {
        name: value
        for name, value in outer.items()
        if not name.startswith(PREFIX) or name.removeprefix(PREFIX).lower() not in _SETTING_NAMES
    }
    marks = {PREFIX + name.upper(): value for name, value in extra.items()}
    return {**kept, **variables(settings), **marks, PREFIX + "PARENT": str(os.getpid())}


_SETTING_NAMES = {field.name for field in fields(Settings)} | {"cors_origin"}
