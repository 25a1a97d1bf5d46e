"""Is a bag complete and unchanged: BagIt (RFC 8493), stricter where the norm leaves room."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from returnproof.services.findings import Code, Finding

_DECLARATION: Final = re.compile(
    r"BagIt-Version: (0\.97|1\.0)\r?\nTag-File-Character-Encoding: UTF-8\r?\n?"
)
_LINE: Final = re.compile(r"([0-9a-fA-F]{64}) [ *]?(.+)")
_OXUM: Final = re.compile(r"^Payload-Oxum: (\d{1,18})\.(\d{1,9})\r?$", re.MULTILINE)
_MANIFEST: Final = "manifest-sha256.txt"
_TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
_NEEDED: Final = ("bagit.txt", "bag-info.txt", _MANIFEST, _TAG_MANIFEST)
# Any other manifest would be one that nobody here checks.
_KNOWN: Final = frozenset(_NEEDED)
_ESCAPES: Final = {"%0A": "\n", "%0D": "\r", "%25": "%"}


@dataclass(frozen=True, slots=True)
class Bag:
    """By path in the bag: SHA-256 and size of every file, and the bytes of the tag files."""

    sha256: Mapping[str, str]
    sizes: Mapping[str, int]
    texts: Mapping[str, bytes]


def check_bag(bag: Bag) -> list[Finding]:
    missing = [Finding(Code.tag_file_missing, name) for name in _NEEDED if name not in bag.texts]
    if missing:
        return missing
    texts = {}
    for name in _NEEDED:
        try:
            texts[name] = bag.texts[name].decode("utf-8")
        except UnicodeDecodeError:
            return [Finding(Code.text_unreadable, name)]
    findings = []
    if not _DECLARATION.fullmatch(texts["bagit.txt"]):
        findings.append(Finding(Code.declaration_wrong, "bagit.txt"))
    findings += _unexpected(bag)
    payload = {name for name in bag.sha256 if name.startswith("data/")}
    tags = _KNOWN - {_TAG_MANIFEST}
    findings += _check_manifest(bag, _MANIFEST, texts[_MANIFEST], payload)
    findings += _check_manifest(bag, _TAG_MANIFEST, texts[_TAG_MANIFEST], tags)
    findings += _check_oxum(bag, texts["bag-info.txt"], payload)
    return findings


def _unexpected(bag: Bag) -> Iterator[Finding]:
    for name in sorted(bag.sha256):
        if name == "fetch.txt":
            yield Finding(Code.refers_elsewhere, name)
        elif not name.startswith("data/") and name not in _KNOWN:
            yield Finding(Code.file_unlisted, name)


def _check_manifest(
    bag: Bag, name: str, text: str, expected: AbstractSet[str]
) -> Iterator[Finding]:
    """Lists each expected file once, nothing else, and every hash is right."""
    listed: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        matched = _LINE.fullmatch(line)
        if matched is None:
            yield Finding(Code.manifest_unreadable, name, str(number))
            continue
        path = _unescaped(matched[2])
        if path in listed:
            yield Finding(Code.listed_twice, path)
        listed.add(path)
        if path not in expected:
            yield Finding(Code.file_missing, path)
        elif bag.sha256[path] != matched[1].lower():
            yield Finding(Code.file_changed, path)
    for path in sorted(expected - listed):
        yield Finding(Code.file_unlisted, path)


def _check_oxum(bag: Bag, text: str, payload: AbstractSet[str]) -> list[Finding]:
    found = _OXUM.findall(text)
    octets = sum(bag.sizes[name] for name in payload)
    right = [(str(octets), str(len(payload)))]
    return [] if found == right else [Finding(Code.oxum_wrong, "bag-info.txt")]


def _unescaped(path: str) -> str:
    return re.sub("%(0A|0D|25)", lambda match: _ESCAPES[match[0]], path)
