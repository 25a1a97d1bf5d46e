"""Staff notes as W3C Web Annotations: checked, kept whole, found by what they are about."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from returnproof.domain.annotation import Annotation
from returnproof.domain.errors import Gone, NotFound
from returnproof.services.access import timestamp, utc_now
from returnproof.services.annotation_check import checked
from returnproof.services.annotation_targets import OwnPath, as_list, subject_of
from returnproof.services.ports import Records
from returnproof.services.records import Commit, Event, Index, Order

PAGE_SIZE: Final = 50
# Of one subject; a case with more notes than that is not read by anybody.
MOST_OF_SUBJECT: Final = 10_000
_STEP: Final = 1000
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,47}")
# The server's own words about an annotation; what a client says of them is not kept.
_OURS: Final = ("id", "created", "modified")

# Raises when the caller means another version than the one that stands there.
Check = Callable[[Annotation], None]


@dataclass(frozen=True, slots=True)
class AnnotationPage:
    """Annotations of one page, oldest first; `last` is the number of the last page, from 0."""

    number: int
    last: int
    total: int
    annotations: Sequence[Annotation]


class Annotations:
    """`own_path` gives the path of an IRI of this server, None of any other."""

    def __init__(self, records: Records, now: Callable[[], datetime] = utc_now) -> None:
        self._records = records
        self._now = now

    def get(self, shop: str, annotation_id: str) -> Annotation:
        found = self._records.get(shop, Annotation, annotation_id)
        if found is None:
            raise NotFound
        if found.deleted is not None:
            raise Gone
        return found

    def create(
        self, shop: str, document: Any, *, creator: str, slug: str | None, own_path: OwnPath
    ) -> Annotation:
        """Raises Invalid. An `id` the client gave goes on as `via`, as the protocol asks."""
        sent = dict(checked(document))
        if "id" in sent:
            sent["via"] = [*as_list(sent.get("via")), sent["id"]]
        moment = timestamp(self._now())
        made = Annotation(
            id=self._free_id(shop, slug),
            document=_without_ours(sent),
            created=moment,
            modified=moment,
            creator=creator,
            subject=subject_of(self._records, shop, sent, own_path),
        )
        self._commit(shop, made, writes=(made,))
        return self.get(shop, made.id)

    def replace(
        self,
        shop: str,
        annotation_id: str,
        document: Any,
        *,
        check: Check,
        own_path: OwnPath,
    ) -> Annotation:
        """Raises Invalid, NotFound, Gone, VersionConflict and what `check` raises.

        `canonical` never changes once it is set, and `via` does not get lost.
        """
        found = self._checked(shop, annotation_id, check)
        sent = dict(checked(document))
        for kept in ("canonical", "via"):
            if kept in found.document:
                sent.setdefault(kept, found.document[kept])
        if "canonical" in found.document:
            sent["canonical"] = found.document["canonical"]
        changed = replace(
            found,
            document=_without_ours(sent),
            modified=timestamp(self._now()),
            subject=subject_of(self._records, shop, sent, own_path),
        )
        self._commit(shop, changed, writes=(changed,), before=found)
        return self.get(shop, annotation_id)

    def delete(self, shop: str, annotation_id: str, *, check: Check) -> None:
        """What was written goes; that it was there stays. Raises NotFound, Gone."""
        found = self._checked(shop, annotation_id, check)
        moment = timestamp(self._now())
        gone = replace(found, document={}, creator="", subject=None, deleted=moment)
        self._commit(shop, gone, writes=(gone,), before=found)

    def page(self, shop: str, number: int, subject: str | None = None) -> AnnotationPage:
        """Of all, or of one subject. Raises NotFound past the last page."""
        if subject is None:
            total = self._records.page(shop, Order.annotation_created, after=None, limit=1).total
        else:
            of_subject = self._records.find(
                shop, Index.annotation_subject, subject, MOST_OF_SUBJECT
            )
            total = len(of_subject)
        last = max(0, (total - 1) // PAGE_SIZE)
        if not 0 <= number <= last:
            raise NotFound
        start = number * PAGE_SIZE
        ids = self._ids(shop, start) if subject is None else of_subject[start : start + PAGE_SIZE]
        read = self._records.get_many(shop, Annotation, list(ids))
        return AnnotationPage(number, last, total, [each for each in read if each is not None])

    def _ids(self, shop: str, start: int) -> Sequence[str]:
        """Cursors only step forward: to get far, in big steps."""
        after: str | None = None
        while True:
            page = self._records.page(
                shop, Order.annotation_created, after=after, limit=_STEP, newest_first=False
            )
            # _STEP is a multiple of PAGE_SIZE, so that a page never lies on both sides.
            if start < _STEP:
                return page.ids[start : start + PAGE_SIZE]
            if page.next is None:
                return ()
            after, start = page.next, start - _STEP

    def _checked(self, shop: str, annotation_id: str, check: Check) -> Annotation:
        found = self.get(shop, annotation_id)
        check(found)
        return found

    def _commit(
        self,
        shop: str,
        about: Annotation,
        *,
        writes: Sequence[Annotation],
        before: Annotation | None = None,
    ) -> None:
        events = []
        for subject in sorted({each.subject for each in (about, before) if each} - {None}, key=str):
            data = {"id": about.id, "refund_id": str(subject)}
            events.append(Event("annotation.changed", data))
        events = events or [Event("annotation.changed", {"id": about.id})]
        self._records.commit(shop, Commit(writes=writes, events=events))

    def _free_id(self, shop: str, slug: str | None) -> str:
        if slug and _SLUG.fullmatch(slug) and self._records.get(shop, Annotation, slug) is None:
            return slug
        return secrets.token_hex(12)


def _without_ours(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in _OURS}
