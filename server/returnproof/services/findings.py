"""What can be wrong with an evidence pack; each code has its words under `verification` in i18n."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    not_an_archive = "not_an_archive"
    too_many_files = "too_many_files"
    too_large = "too_large"
    unsafe_name = "unsafe_name"
    duplicate_name = "duplicate_name"
    colliding_name = "colliding_name"
    outside_bag = "outside_bag"
    not_a_plain_file = "not_a_plain_file"
    encrypted = "encrypted"
    compressed = "compressed"
    archive_changed = "archive_changed"
    declaration_wrong = "declaration_wrong"
    tag_file_missing = "tag_file_missing"
    text_unreadable = "text_unreadable"
    manifest_unreadable = "manifest_unreadable"
    refers_elsewhere = "refers_elsewhere"
    file_missing = "file_missing"
    file_changed = "file_changed"
    file_unlisted = "file_unlisted"
    listed_twice = "listed_twice"
    oxum_wrong = "oxum_wrong"
    index_unreadable = "index_unreadable"
    original_missing = "original_missing"
    original_changed = "original_changed"
    original_unknown = "original_unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, the file in the pack it is about, and what fills its words."""

    code: Code
    path: str = ""
    detail: str = ""
