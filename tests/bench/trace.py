"""What a page's main thread did, from the browser's own trace, in CPU time: other work on the
machine does not count."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"]
RUNS = {"FunctionCall", "EvaluateScript"}
TASKS = {"RunTask", "ThreadControllerImpl::RunTask"}
FRAMES = "FireAnimationFrame"


@dataclass
class Trace:
    events: list[dict[str, Any]] = field(default_factory=list)

    def main_thread(self, host: str) -> list[dict[str, Any]]:
        """Complete events of the main thread that ran scripts of `host`, by time."""
        threads = Counter(
            (each["pid"], each["tid"])
            for each in self.events
            if each.get("name") in RUNS and host in str(each.get("args", ""))
        )
        ((thread, _),) = threads.most_common(1)
        own = [e for e in self.events if (e["pid"], e["tid"]) == thread and e.get("ph") == "X"]
        return sorted(own, key=lambda each: (each["ts"], -each.get("dur", 0)))


@contextmanager
def traced(page: Page) -> Iterator[Trace]:
    """The trace of what happens inside; complete once the block is left."""
    session = page.context.new_cdp_session(page)
    trace = Trace()
    ended: list[bool] = []
    session.on("Tracing.dataCollected", lambda more: trace.events.extend(more["value"]))
    session.on("Tracing.tracingComplete", lambda _: ended.append(True))
    wanted = {"includedCategories": CATEGORIES, "excludedCategories": ["*"]}
    session.send("Tracing.start", {"traceConfig": wanted, "transferMode": "ReportEvents"})
    yield trace
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(20)
    session.detach()


@dataclass(frozen=True, slots=True)
class Run:
    """One unbroken run of our script: when it began (µs) and its CPU time (ms)."""

    begun: int
    cpu_ms: float
    task: int


def our_runs(events: Sequence[dict[str, Any]]) -> list[Run]:
    """Outermost calls into scripts of the extension, with all they call and what they force."""
    runs: list[Run] = []
    until = task = 0
    for each in events:
        if each["name"] in TASKS:
            task = each["ts"]
        is_ours = each["name"] in RUNS and "chrome-extension://" in str(each["args"].get("data"))
        if is_ours and each["ts"] >= until:
            until = each["ts"] + each.get("dur", 0)
            runs.append(Run(each["ts"], each.get("tdur", 0) / 1000, task))
    return runs


def frames(events: Sequence[dict[str, Any]]) -> list[int]:
    """When each frame began (µs) in which the page was given one."""
    begun: list[int] = []
    task = 0
    for each in events:
        if each["name"] in TASKS:
            task = each["ts"]
        # Several callbacks may hang on one frame, all in one task.
        if each["name"] == FRAMES and (not begun or task != begun[-1]):
            begun.append(task)
    return begun
