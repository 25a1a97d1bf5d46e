"""A virtual list of 500 records while it scrolls, with our script and without it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright
from tests.bench.client import Client
from tests.bench.figure import Figure, percentile
from tests.bench.trace import frames, our_runs, traced
from tests.e2e.backend import DIST, LIST, ORIGIN, Backend, row
from tests.e2e.browser import chromium, pair
from tests.e2e.pages import build
from tests.e2e.server import Server

RECORDS = 500
ROUNDS = 3
DISTANCE = 6000
SPEED = 1500
FRAME_MS = 1000 / 60
# Each library's own virtual table: its address and the box that scrolls.
LISTS = {
    "antd": (f"{LIST}?pageSize={RECORDS}&virtual", ".ant-table-tbody-virtual"),
    "element_plus": (f"{LIST}?view=virtual", ".el-table-v2__main"),
}
# Frames as the page gets them; a late one has dropped those it took the time of.
FRAMES = """
() => {
  window.__frames = []
  const look = (now) => { window.__frames.push(now); requestAnimationFrame(look) }
  requestAnimationFrame(look)
}
"""


@dataclass(frozen=True, slots=True)
class Scrolled:
    """One scroll: frames dropped of those there should have been; our CPU time in each, ms."""

    dropped: int
    frames: int
    ours: Sequence[float]


def figures(server: Server, folder: Path) -> Iterator[Figure]:
    client = Client(server.url, server.token("bench-scroll"))
    rows = [row(f"26000000{n:08}", f"25000000{n:08}", itemTitle=f"商品{n}") for n in range(RECORDS)]
    for each in rows:
        client.put(f"/api/v1/cases/{each['refundId']}", {"order_id": each["orderId"]})
    for name, dist in {"antd": DIST, "element_plus": build()}.items():
        bare = _browse(None, folder / f"{name}-bare", rows, name, dist)
        ours = _browse(server, folder / name, rows, name, dist)
        yield from _figures(name, ours, bare)


def _figures(name: str, ours: Sequence[Scrolled], bare: Sequence[Scrolled]) -> Iterator[Figure]:
    note = (
        f"{ROUNDS} scrolls of {DISTANCE} px at {SPEED} px/s through {RECORDS} records"
        " in the library's own virtual table; "
    )
    share = [
        100 * sum(each.dropped for each in runs) / sum(each.frames for each in runs)
        for runs in (ours, bare)
    ]
    beside = "baseline: the same page in a browser without the extension; aim: none added"
    yield Figure(f"scroll_{name}_dropped", share[0], "%", share[1], note + beside)
    each = [ms for scroll in ours for ms in scroll.ours]
    mean = sum(each) / len(each)
    aim = "CPU time of our script, with all layout it forces, between two frames; aim ≤ 2 ms"
    yield Figure(f"scroll_{name}_per_frame_mean", mean, "ms", None, note + aim)
    yield Figure(f"scroll_{name}_per_frame_p95", percentile(each, 0.95), "ms", None, aim)
    yield Figure(f"scroll_{name}_per_frame_max", max(each), "ms", None, aim)


def _browse(
    server: Server | None,
    profile: Path,
    rows: Sequence[Mapping[str, Any]],
    name: str,
    dist: Path,
) -> list[Scrolled]:
    with (
        sync_playwright() as playwright,
        chromium(playwright, profile, loaded=server is not None) as context,
    ):
        Backend(rows, dist=dist).serve(context)
        if server:
            pair(context, server.url, server.code("bench-scroll")).close()
        return [_scroll(context, name, badged=server is not None) for _ in range(ROUNDS + 1)][1:]


def _scroll(context: BrowserContext, name: str, *, badged: bool) -> Scrolled:
    address, box = LISTS[name]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(box)
    page.wait_for_function("document.body.innerText.includes('2600000000000003')")
    if badged:
        page.wait_for_function("document.querySelectorAll('[data-state=ready]').length > 3")
    page.wait_for_timeout(2000)  # whatever a page does at its beginning is another bench's
    page.evaluate(FRAMES)
    with traced(page) as trace:
        _gesture(page, box)
    times = page.evaluate("window.__frames")
    page.wait_for_function("!document.body.innerText.includes('2600000000000003')")
    page.close()
    gaps = [round((then - now) / FRAME_MS) for now, then in pairwise(times)]
    events = trace.main_thread(ORIGIN)
    begun = frames(events)
    ours = [0.0] * (len(begun) + 1)
    for run in our_runs(events):
        ours[bisect_right(begun, run.begun)] += run.cpu_ms
    return Scrolled(sum(gap - 1 for gap in gaps if gap > 1), sum(gaps), ours)


def _gesture(page: Page, box: str) -> None:
    """As a finger or wheel scrolls, frame by frame, by the browser's own input."""
    found = page.locator(box).first.bounding_box()
    assert found is not None
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.synthesizeScrollGesture",
        {
            "x": found["x"] + 300,
            "y": found["y"] + 200,
            "yDistance": -DISTANCE,
            "speed": SPEED,
            "gestureSourceType": "mouse",
        },
    )
    session.detach()
