"""Descriptions of seller backends as this server hands them out: its own, and those added to it.

An added one is a file `platforms/<id>/<version>.json` in the data directory. Of each platform the
newest version counts; taking the newest away brings the one before it back.
"""

import json
import logging
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from returnproof import contract
from returnproof.domain.errors import Invalid, NotFound
from returnproof.services.ports import Json
from returnproof.services.schema_errors import code_of, field_of, plain

FOLDER: Final = "platforms"
# Ours are 10 kB; nothing a person wrote comes near.
LARGEST: Final = 200_000
_LOG = logging.getLogger("returnproof.descriptions")


@dataclass(frozen=True, slots=True)
class Held:
    """One description, and whether it was added to this server or came with it."""

    document: Json
    added: bool

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def version(self) -> int:
        return int(self.document["version"])


def parse(content: bytes) -> Json:
    """Raises Invalid, naming the first thing that is wrong."""
    if len(content) > LARGEST:
        raise Invalid(errors={"_body": [f"length:{LARGEST}"]})
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Invalid(errors={"_body": ["json"]}) from error
    wrong = best_match(_validator().iter_errors(document))
    if wrong is not None:
        raise Invalid(errors={field_of(wrong): [code_of(wrong)]})
    found: Json = document
    return found


def add(data_dir: Path, content: bytes) -> Held:
    """On disk when it returns. Raises Invalid also for a version that nobody would take up."""
    new = Held(parse(content), added=True)
    newest = next((each for each in listed(data_dir) if each.id == new.id), None)
    is_same = newest is not None and newest.document == new.document
    if newest is not None and not is_same and new.version <= newest.version:
        raise Invalid(errors={"version": [f"newer:{newest.version}"]})
    _write(_path(data_dir, new.id, new.version), new.document)
    return new


def remove(data_dir: Path, platform_id: str) -> Held | None:
    """Takes away the newest version that was added; what counts now. Raises NotFound."""
    versions = sorted(_versions(data_dir, platform_id), reverse=True)
    if not versions:
        raise NotFound("platform")
    _path(data_dir, platform_id, versions[0]).unlink()
    return next((each for each in listed(data_dir) if each.id == platform_id), None)


def listed(data_dir: Path) -> list[Held]:
    """The newest of each platform, by id. A file that is damaged is left out and logged."""
    newest = {held.id: held for held in listed_built_in()}
    for held in _added(data_dir):
        before = newest.get(held.id)
        if before is None or held.version >= before.version:
            newest[held.id] = held
    return [newest[name] for name in sorted(newest)]


def listed_built_in() -> list[Held]:
    """Those that came with the program, by id."""
    return [Held(plain(each), added=False) for _, each in sorted(contract.platforms().items())]


def _added(data_dir: Path) -> Iterator[Held]:
    folder = data_dir / FOLDER
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        for version in sorted(_versions(data_dir, entry.name), reverse=True):
            held = _read(_path(data_dir, entry.name, version))
            if held is not None and (held.id, held.version) == (entry.name, version):
                yield held
                break


def _versions(data_dir: Path, platform_id: str) -> list[int]:
    known = (entry for entry in _folders(data_dir) if entry.name == platform_id)
    return [
        int(file.stem)
        for folder in known
        for file in folder.glob("*.json")
        if file.stem.isascii() and file.stem.isdigit()
    ]


def _folders(data_dir: Path) -> list[Path]:
    """By listing, never by joining: an id from outside must not become a path."""
    folder = data_dir / FOLDER
    return [entry for entry in folder.iterdir() if entry.is_dir()] if folder.is_dir() else []


def _path(data_dir: Path, platform_id: str, version: int) -> Path:
    return data_dir / FOLDER / platform_id / f"{version}.json"


def _read(path: Path) -> Held | None:
    try:
        return Held(parse(path.read_bytes()), added=True)
    except (OSError, Invalid):
        _LOG.warning("a platform description cannot be read: %s", path.name)
        return None


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.parent / f".{secrets.token_hex(8)}"
    with partial.open("wb") as file:
        file.write(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _refused(name: str) -> None:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(name)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(plain(contract.schemas()["platform"]))
