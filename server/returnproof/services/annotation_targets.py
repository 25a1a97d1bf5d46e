"""What an annotation is about: its targets, and the case of ours among them."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from returnproof.domain.case import Case
from returnproof.domain.photo import Photo, PhotoRole
from returnproof.services.ports import Records
from returnproof.services.records import Index

_CASE: Final = re.compile(r"/api/v1/cases/([^/]+)$")
_PHOTO: Final = re.compile(r"/api/v1/photos/([^/]+)(?:/original)?$")

# The path of an address of this server, None of any other.
OwnPath = Callable[[str], str | None]


def subject_of(
    records: Records, shop: str, document: Mapping[str, Any], own_path: OwnPath
) -> str | None:
    """The refund id of the first target that is a case of ours or a photo of one."""
    for iri in sources(document.get("target")):
        path = own_path(iri)
        if path is None:
            continue
        case, photo = _CASE.search(path), _PHOTO.search(path)
        found = unquote(case[1]) if case else None
        if photo:
            found = _of_photo(records, shop, unquote(photo[1]))
        # A note about a case we do not know is kept, but belongs to no case.
        if found is not None and records.get(shop, Case, found) is not None:
            return found
    return None


def _of_photo(records: Records, shop: str, photo_id: str) -> str | None:
    """A packing photo belongs to an order: its notes are shown in the order's newest case."""
    photo = records.get(shop, Photo, photo_id)
    if photo is None:
        return None
    if photo.role is not PhotoRole.packing:
        return photo.owner
    cases = records.find(shop, Index.case_order, photo.owner)
    return cases[-1] if cases else None


def sources(target: Any) -> Iterator[str]:
    """The IRIs a target, or a list or set of them, is about."""
    for each in as_list(target):
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            if "items" in each:
                yield from sources(each["items"])
            else:
                yield from sources(each.get("source", each.get("id")))


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
