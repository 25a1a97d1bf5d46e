"""The worker's use case: one pending comparison becomes done, or is set aside as failed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from returnproof.domain.case import Case
from returnproof.domain.comparison import CloserLook, Comparison, ComparisonState
from returnproof.domain.errors import (
    NotFound,
    TooLarge,
    UnreadableImage,
    UnsupportedMedia,
    VersionConflict,
)
from returnproof.domain.found_mark import NOTHING, Registered
from returnproof.domain.photo import Photo
from returnproof.domain.shipment import Shipment
from returnproof.services.clock import now
from returnproof.services.comparisons import commit_one
from returnproof.services.originals import original
from returnproof.services.ports import Blobs, Records, Vision
from returnproof.services.writing import retried

# Ids of comparisons are letters and digits; RQ allows no other sign but a dash.
_CLOSER = "_closer"
Later = Callable[[str, str], None]


def closer(comparison_id: str) -> str:
    """What `Comparing.run` is asked for to have a closer look at what is answered."""
    return comparison_id + _CLOSER


@dataclass(frozen=True, slots=True)
class Comparing:
    """Tries and pauses between them are the caller's; the record says only how it ended.

    `later` is told of every comparison just answered, to have it looked at more closely once no
    other waits for its answer; without it that is done at once. The record says that it is due,
    so that it is done even if nobody remembers having been told.
    """

    records: Records
    blobs: Blobs
    vision: Vision
    later: Later | None = None

    def run(self, shop: str, comparison_id: str) -> None:
        """Does the work if it still waits; doing it twice is harmless.

        Raises what may pass with another try (PictureTooCostly, StorageUnavailable, NotFound of a
        blob that is being restored …). What the bytes themselves forbid is set aside at once.
        """
        if comparison_id.endswith(_CLOSER):
            self._examine(shop, comparison_id.removesuffix(_CLOSER))
        elif self._compare(shop, comparison_id):
            (self.later or self._examine)(shop, comparison_id)

    def _compare(self, shop: str, comparison_id: str) -> bool:
        """Whether it is answered now and was not before."""
        found = self.records.get(shop, Comparison, comparison_id)
        if found is None or found.state is not ComparisonState.pending:
            return False
        try:
            pictures = self._pictures(shop, found)
            result = self.vision.compare(*pictures, self._registered(shop, found))
        except (UnreadableImage, UnsupportedMedia, TooLarge) as error:
            ended = _failed(found, error.type)
        else:
            ended = replace(
                found,
                state=ComparisonState.done,
                result=result,
                problem=None,
                attempts=found.attempts + 1,
                updated=now(),
                look=CloserLook.due,
            )
        try:
            commit_one(self.records, shop, ended)
        except VersionConflict:
            # Its references changed meanwhile: it waits anew, and was queued anew with them.
            return False
        return ended.state is ComparisonState.done

    def _examine(self, shop: str, comparison_id: str) -> None:
        found = self.records.get(shop, Comparison, comparison_id)
        if found is None or found.result is None or found.look is None:
            return
        pictures = self._pictures(shop, found)
        result = self.vision.examine(found.result, *pictures, self._registered(shop, found))
        with suppress(VersionConflict):  # it waits for an answer anew
            commit_one(self.records, shop, replace(found, result=result, look=None, updated=now()))

    def set_aside(self, shop: str, comparison_id: str, problem: str) -> None:
        """After the last try. What is done or waits for nothing stays as it is."""

        def step() -> None:
            found = self.records.get(shop, Comparison, comparison_id.removesuffix(_CLOSER))
            if found is None:
                return
            if comparison_id.endswith(_CLOSER):
                if found.look is not None:  # its answer stands, without what could not be seen
                    commit_one(self.records, shop, replace(found, look=None, updated=now()))
            elif found.state is ComparisonState.pending:
                commit_one(self.records, shop, _failed(found, problem))

        retried(step)

    def _pictures(
        self, shop: str, comparison: Comparison
    ) -> tuple[list[tuple[str, str, Path]], tuple[str, str, Path]]:
        """Raises NotFound when a record or its bytes are gone."""
        wanted = [*comparison.references, comparison.candidate]
        found = self.records.get_many(shop, Photo, wanted)
        pictures = [self._picture(photo) for photo in found]
        return pictures[:-1], pictures[-1]

    def _registered(self, shop: str, comparison: Comparison) -> Registered:
        """What is noted with the order as it stands now."""
        case = self.records.get(shop, Case, comparison.refund_id)
        order = self.records.get(shop, Shipment, case.order_id) if case is not None else None
        if order is None:
            return NOTHING
        units = max(1, sum(item.quantity for item in order.items))
        return Registered(tuple(mark.text for mark in order.marks), units)

    def _picture(self, photo: Photo | None) -> tuple[str, str, Path]:
        if photo is None:
            raise NotFound
        return photo.id, photo.sha256, original(self.blobs, photo.sha256)


def _failed(comparison: Comparison, problem: str) -> Comparison:
    return replace(
        comparison,
        state=ComparisonState.failed,
        problem=problem,
        attempts=comparison.attempts + 1,
        updated=now(),
    )
