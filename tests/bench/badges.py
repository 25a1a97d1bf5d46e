"""From rows in the page to the last badge painted, for 50 records the server knows."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.bench.client import Client
from tests.bench.figure import Figure, percentile
from tests.e2e.backend import LIST, Backend, row
from tests.e2e.browser import chromium, pair
from tests.e2e.server import Server

RECORDS = 50
LOADS = 25
# Runs in the page: the frame after the last row came, and the frame after the last badge was ready.
CLOCK = """
(() => {
  const count = %d;
  const look = () => {
    const rows = document.querySelectorAll('tr[data-row-key]').length;
    if (rows >= count && !window.__rows) {
      window.__rows = performance.now();
      requestAnimationFrame(() => setTimeout(() => { window.__painted ??= performance.now(); }));
    }
    const ready = document.querySelectorAll('returnproof-badge[data-state="ready"]').length;
    if (ready >= count && !window.__badges) {
      requestAnimationFrame(() => setTimeout(() => { window.__badges ??= performance.now(); }));
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'],
  });
})()
"""


def figures(server: Server, folder: Path) -> Iterator[Figure]:
    """Every load is a whole new page; the first, with cold caches, is not counted."""
    client = Client(server.url, server.token("bench-badges"))
    rows = [row(f"26{number:014d}", f"25{number:014d}") for number in range(RECORDS)]
    for each in rows:
        case = {"order_id": each["orderId"], "reason_text": each["refundReasonDesc"]}
        client.put(f"/api/v1/cases/{each['refundId']}", case)
    with sync_playwright() as playwright, chromium(playwright, folder / "profile") as context:
        Backend(rows).serve(context)
        pair(context, server.url, server.code("bench-badges")).close()
        took = [_load(context) for _ in range(LOADS + 1)][1:]
    with (
        sync_playwright() as playwright,
        chromium(playwright, folder / "bare", loaded=False) as context,
    ):
        Backend(rows).serve(context)
        bare = [_load(context, "__painted") for _ in range(LOADS + 1)][1:]
    note = (
        f"{LOADS} loads, {RECORDS} records, antd table; baseline: from the same rows to the page's "
        "own painting of them, in a browser without the extension; aim p95 ≤ 100 ms"
    )
    for share in (0.5, 0.95):
        name = f"badges_painted_p{round(share * 100)}"
        yield Figure(name, percentile(took, share), "ms", percentile(bare, share), note)


def _load(context, until: str = "__badges") -> float:
    page = context.new_page()
    page.add_init_script(CLOCK % RECORDS)
    page.goto(f"{LIST}?pageSize={RECORDS}")
    page.wait_for_function(f"window.{until}", timeout=30_000)
    took = page.evaluate(f"window.{until} - window.__rows")
    page.close()
    return float(took)
