"""Several files sent at once: the good ones are kept, the others told by name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeVar

from returnproof.domain.errors import (
    DomainError,
    Invalid,
    PictureTooCostly,
    TooLarge,
    UnreadableImage,
    UnsupportedMedia,
)
from returnproof.services.file_names import file_name

T = TypeVar("T")

# What is one file's own fault. Anything else (the store, the disk) ends the request.
_REFUSALS: Final = (UnreadableImage, UnsupportedMedia, TooLarge, PictureTooCostly)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent; the name is the sender's and tells nothing of the content."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Refused:
    name: str
    error: DomainError


class NothingGood(DomainError):  # noqa: N818 - one family, named for what is told
    """Every file was refused: it is told as the first one's problem, with all of them listed."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__("")
        self.refused = tuple(refused)


def each_good(
    uploads: Iterable[Upload], read: Callable[[Upload, str], T]
) -> tuple[list[T], tuple[Refused, ...]]:
    """What `read` made of each file and its cleaned name, in the order sent.

    Raises NothingGood when no file is good, and Invalid when there is none at all.
    """
    good: list[T] = []
    refused: list[Refused] = []
    for upload in uploads:
        name = file_name(upload.name)
        try:
            good.append(read(upload, name))
        except _REFUSALS as error:
            refused.append(Refused(name, error))
    if not good:
        raise NothingGood(refused) if refused else Invalid(errors={"file": ["file"]})
    return good, tuple(refused)
