"""Telling every open stream what changed: one thread reads the shops' events for all of them."""

import contextlib
import logging
import queue
import re
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from returnproof.domain.errors import DomainError, TooManyStreams
from returnproof.services.ports import Records
from returnproof.services.records import StoredEvent

MOST_STREAMS: Final = 128
# What a listener that does not read may leave lying before its stream is ended.
MOST_WAITING: Final = 512
POLL_SECONDS: Final = 0.2
# Within a second of a revocation its streams end.
ALIVE_SECONDS: Final = 0.6
BATCH: Final = 200
RETRY_SECONDS: Final = 5
JOIN_SECONDS: Final = 2.0
_ID: Final = re.compile(r"(\d{1,19})(?:-(\d{1,19}))?")
_LARGEST: Final = 2**63 - 1

_LOG = logging.getLogger(__name__)

Alive = Callable[[str, Collection[str]], set[str]]
Gone = Callable[[], bool]


def never() -> bool:
    """For a listener whose going cannot be seen."""
    return False


def order_of(event_id: str) -> tuple[int, int] | None:
    """Ids as they sort; None when it is none."""
    matched = _ID.fullmatch(event_id)
    if matched is None:
        return None
    time, count = int(matched[1]), int(matched[2] or 0)
    return None if max(time, count) > _LARGEST else (time, count)


@dataclass(eq=False)
class Listener:
    """One open stream. `waiting` gets events, and None when the stream must end.

    `gone` says that nobody reads any more: without it a closed tab would hold its place until the
    next comment is written to it.
    """

    shop: str
    token_id: str
    start: str
    gone: Gone = never
    waiting: "queue.Queue[StoredEvent | None]" = field(
        default_factory=lambda: queue.Queue(MOST_WAITING)
    )

    def next(self, seconds: float) -> StoredEvent | None:
        """Raises queue.Empty after `seconds` of silence."""
        return self.waiting.get(timeout=seconds)

    def end(self) -> None:
        """Makes room first: a stream that is not read must still learn that it ended."""
        while True:
            try:
                self.waiting.put_nowait(None)
            except queue.Full:
                with contextlib.suppress(queue.Empty):
                    self.waiting.get_nowait()
            else:
                return


class Hub:
    """All open streams of this process. Its thread starts with the first and ends with `close`."""

    def __init__(self, records: Records, alive: Alive) -> None:
        self._records = records
        self._alive = alive
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self._positions: dict[str, str] = {}
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._listeners)

    def open(self, shop: str, token_id: str, gone: Gone = never) -> Listener:
        """From the shop's present on. Raises TooManyStreams."""
        present = self._records.last_event(shop)
        with self._lock:
            if len(self._listeners) >= MOST_STREAMS:
                self._drop_gone()
            if len(self._listeners) >= MOST_STREAMS or self._closing.is_set():
                raise TooManyStreams(retry_after=RETRY_SECONDS)
            listener = Listener(shop, token_id, self._positions.setdefault(shop, present), gone)
            self._listeners.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="events", daemon=True)
                self._thread.start()
        return listener

    def _drop_gone(self) -> None:
        """At once rather than with the next check: a browser that restarts opens all tabs anew."""
        for listener in [each for each in self._listeners if each.gone()]:
            listener.end()
            self._listeners.discard(listener)

    def leave(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.discard(listener)
            if not any(each.shop == listener.shop for each in self._listeners):
                self._positions.pop(listener.shop, None)

    def missed(self, listener: Listener, last_seen: str) -> Iterator[StoredEvent] | None:
        """What came between `last_seen` and the listener's start; None when that is not held."""
        seen, start = order_of(last_seen), order_of(listener.start)
        if seen is None or start is None or seen > start:
            return None
        held = self._records.events(listener.shop, "0", limit=1)
        oldest = order_of(held[0].id) if held else start
        # One older than the oldest held may have been followed by others that are gone.
        if oldest is not None and seen < oldest and seen != start:
            return None
        return self._between(listener.shop, last_seen, start)

    def close(self) -> None:
        """Ends every stream, for a shutdown that waits for none."""
        self._closing.set()
        with self._lock:
            for listener in self._listeners:
                listener.end()
            thread = self._thread
        if thread is not None:
            thread.join(JOIN_SECONDS)

    def _between(self, shop: str, after: str, end: tuple[int, int]) -> Iterator[StoredEvent]:
        while batch := self._records.events(shop, after, limit=BATCH):
            for event in batch:
                place = order_of(event.id)
                if place is None or place > end:
                    return
                yield event
            after = batch[-1].id

    def _run(self) -> None:
        rounds = 0
        per_check = max(1, round(ALIVE_SECONDS / POLL_SECONDS))
        while not self._closing.wait(POLL_SECONDS):
            rounds += 1
            with self._lock:
                shops = dict(self._positions)
            for shop, position in shops.items():
                self._serve(shop, position, check=rounds % per_check == 0)

    def _serve(self, shop: str, position: str, *, check: bool) -> None:
        """While the store is away streams stay open and silent; the next round tries again."""
        try:
            self._deliver(shop, position)
            if check:
                self._end_useless(shop)
        except DomainError:
            return
        except Exception:  # noqa: BLE001 - logged, and tried again
            # Without this one odd answer would silence every stream of this process for good.
            if not self._closing.is_set():
                _LOG.exception("events of a shop could not be read")

    def _deliver(self, shop: str, position: str) -> None:
        batch = self._records.events(shop, position, limit=BATCH)
        if not batch:
            return
        with self._lock:
            if self._positions.get(shop) != position:
                return  # everybody left, and somebody may have come since
            self._positions[shop] = batch[-1].id
            listeners = [each for each in self._listeners if each.shop == shop]
            for listener in listeners:
                self._hand_over(listener, batch)

    def _hand_over(self, listener: Listener, batch: list[StoredEvent]) -> None:
        try:
            for event in batch:
                listener.waiting.put_nowait(event)
        except queue.Full:
            listener.end()

    def _end_useless(self, shop: str) -> None:
        with self._lock:
            listeners = [each for each in self._listeners if each.shop == shop]
        good = self._alive(shop, sorted({each.token_id for each in listeners}))
        for listener in listeners:
            if listener.token_id not in good or listener.gone():
                listener.end()
