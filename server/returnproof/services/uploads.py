"""Several files sent at once: the good ones are kept, the others told by name."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeVar

from returnproof.domain.errors import (
    DomainError,
    EmptyFile,
    Invalid,
    PictureTooCostly,
    TooLarge,
    UnreadableImage,
    UnsupportedMedia,
)
from returnproof.services.file_names import file_name

T = TypeVar("T")

# What is one file's own fault. Anything else (the store, the disk) ends the request.
_REFUSALS: Final = (EmptyFile, UnreadableImage, UnsupportedMedia, TooLarge, PictureTooCostly)


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
    uploads: Iterable[Upload], read: Callable[[Upload, str], T], *, side_by_side: int = 1
) -> tuple[list[T], tuple[Refused, ...]]:
    """What `read` made of each file and its cleaned name, in the order sent.

    Raises NothingGood when no file is good, and Invalid when there is none at all.
    """

    def attempt(upload: Upload) -> T | Refused:
        name = file_name(upload.name)
        try:
            return read(upload, name)
        except _REFUSALS as error:
            return Refused(name, error)

    files = list(uploads)
    if min(side_by_side, len(files)) > 1:
        with ThreadPoolExecutor(side_by_side) as pool:
            done = list(pool.map(attempt, files))
    else:
        done = [attempt(each) for each in files]
    refused = tuple(each for each in done if isinstance(each, Refused))
    good = [each for each in done if not isinstance(each, Refused)]
    if not good:
        raise NothingGood(refused) if refused else Invalid(errors={"file": ["file"]})
    return good, refused
