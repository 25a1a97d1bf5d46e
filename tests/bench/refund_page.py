"""From opening a refund page with three 12-megapixel buyer photos to the verdict on all three."""

import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright
from tests.bench.client import Client
from tests.bench.figure import Figure, percentile
from tests.bench.news import News
from tests.bench.pictures import another_view, on_a_table, textured, write
from tests.e2e.backend import ORIGIN, Backend, detail_address, row
from tests.e2e.browser import chromium, pair
from tests.e2e.server import Server

RUNS = 5
PHOTOS = 3
SHOP = "bench-refund"
SHOWN = f"""() => [...document.images].filter(
  (image) => image.complete && image.naturalWidth > 1000).length >= {PHOTOS}"""


def figures(server: Server, folder: Path) -> Iterator[Figure]:
    """Packing photos were imported before, as they are in life; every run has photos of its own."""
    client = Client(server.url, server.token(SHOP))
    rows, photos = [], {}
    for run in range(RUNS + 1):
        order, refund = f"25{run:014d}", f"26{run:014d}"
        things = [on_a_table(textured(run * 10 + n), n) for n in range(PHOTOS)]
        packed = [write(folder, f"p{run}-{n}", each) for n, each in enumerate(things)]
        client.upload(f"/api/v1/shipments/{order}/photos", packed)
        for n, each in enumerate(things):
            view = another_view(each, run)
            photos[f"b{run}-{n}.jpg"] = write(folder, f"b{run}-{n}", view)
        pictures = [f"{ORIGIN}/photos/b{run}-{n}.jpg" for n in range(PHOTOS)]
        rows.append(row(refund, order, pictures=pictures))
    _prepared(folder, len(rows) * PHOTOS)
    with sync_playwright() as playwright, chromium(playwright, folder / "profile") as context:
        Backend(rows, photos).serve(context)
        pair(context, server.url, server.code(SHOP)).close()
        token = server.token(SHOP)
        took = [_open(context, server.url, token, each["refundId"]) for each in rows][1:]
    note = f"{RUNS} refunds, {PHOTOS} photos each against {PHOTOS} packing photos; aim ≤ 2 s"
    yield Figure("refund_page_verdict_p50", percentile(took, 0.5), "s", None, note)
    yield Figure("refund_page_verdict_max", max(took), "s", None, note)


def _prepared(folder: Path, photos: int) -> None:
    """Features of packing photos are made in the background, in quiet moments."""
    deadline = time.monotonic() + 600
    while len(list((folder / "data" / "derived").rglob("*.npz"))) < photos:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    time.sleep(2)


def _open(context: BrowserContext, server: str, token: str, refund_id: str) -> float:
    """From the page with all its pictures shown to the last comparison's result."""
    client, news = Client(server, token), News(server, token)
    page = context.new_page()
    page.goto(detail_address(refund_id))
    page.wait_for_function(SHOWN, timeout=60_000)
    started, heard = time.perf_counter(), -1
    while True:
        if news.count != heard:
            heard = news.count
            status, answer = client.send("GET", f"/api/v1/cases/{refund_id}/assessment")
            states = [each["state"] for each in answer["comparisons"]] if status == 200 else []
            if len(states) == PHOTOS and all(state == "done" for state in states):
                break
        assert time.perf_counter() - started < 120
        page.wait_for_timeout(10)  # routed answers are only given while Playwright runs
    took = time.perf_counter() - started
    news.close()
    page.close()
    return took
