"""The closer look after looks have answered: marks, differences to the best photo, quality."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from returnproof.domain.comparison import ComparisonResult
from returnproof.domain.errors import DomainError
from returnproof.domain.found_mark import FoundMark, Registered
from returnproof.vision.examined import with_differences, with_quality, worth_a_look
from returnproof.vision.marks_verdict import with_marks
from returnproof.vision.wire import Operation, Photo, Reply

# One operation on some photos, the last of which may be a candidate.
Ask = Callable[[Operation, tuple[Photo, ...], Photo | None], Reply]


@dataclass(frozen=True, slots=True)
class Examination:
    """`ask` raises DomainError; what cannot be examined leaves an answer as it was."""

    ask: Ask
    references: Sequence[Photo]
    candidate: Photo

    def marked(self, result: ComparisonResult, registered: Registered) -> ComparisonResult:
        """`result` with what the marks in the photos and those noted say."""
        there = [mark for photo in self.references for mark in self._marks(photo)]
        return with_marks(result, there, self._marks(self.candidate), registered)

    def of(self, result: ComparisonResult) -> ComparisonResult:
        """`result` with differences to the reference that it names, and the quality."""
        return self._with_quality(self._with_differences(result))

    def _with_quality(self, result: ComparisonResult) -> ComparisonResult:
        try:
            reply = self.ask("quality", (), self.candidate)
        except DomainError:
            return result
        return with_quality(result, reply.quality)

    def _marks(self, photo: Photo) -> tuple[FoundMark, ...]:
        try:
            return self.ask("marks", (photo,), None).marks
        except DomainError:
            return ()

    def _with_differences(self, result: ComparisonResult) -> ComparisonResult:
        best = [photo for photo in self.references if photo.name == result.best_reference]
        if not best or not worth_a_look(result):
            return result
        try:
            reply = self.ask("difference", (best[0],), self.candidate)
        except DomainError:
            return result
        return with_differences(result, reply.differences)
