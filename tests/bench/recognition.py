"""How long our script holds the main thread of a list: reading it, asking, putting in 50 badges."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright
from tests.bench.client import Client
from tests.bench.figure import Figure, percentile
from tests.e2e.backend import LIST, Backend, row
from tests.e2e.browser import chromium, pair
from tests.e2e.server import Server

RECORDS = 50
LOADS = 10
SAMPLE_US = 250
SETTLED_MS = 1500
NOTE = (
    f"{LOADS} loads, {RECORDS} records, antd table. Samples of the CPU profiler in whose stack a"
    " script of the extension stands: recognition, badges, and the style and layout they ask for;"
    " garbage collection is nobody's and not counted, the profiler's own cost is."
)


def figures(server: Server, folder: Path) -> Iterator[Figure]:
    """The first load, with cold caches, is not counted."""
    client = Client(server.url, server.token("bench-recognition"))
    rows = [row(f"26{number:014d}", f"25{number:014d}") for number in range(RECORDS)]
    for each in rows:
        client.put(f"/api/v1/cases/{each['refundId']}", {"order_id": each["orderId"]})
    with sync_playwright() as playwright, chromium(playwright, folder / "profile") as context:
        Backend(rows).serve(context)
        pair(context, server.url, server.code("bench-recognition")).close()
        runs = [_load(context) for _ in range(LOADS + 1)][1:]
    totals = [sum(run) for run in runs]
    longest = [max(run) for run in runs]
    yield Figure("page_script_total_p50", percentile(totals, 0.5), "ms", None, NOTE)
    yield Figure("page_script_longest_p50", percentile(longest, 0.5), "ms", None, "aim ≤ 50 ms")
    yield Figure("page_script_longest_p95", percentile(longest, 0.95), "ms", None, "aim ≤ 50 ms")


def _load(context: BrowserContext) -> list[float]:
    page = context.new_page()
    profiler = context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.setSamplingInterval", {"interval": SAMPLE_US})
    profiler.send("Profiler.start")
    page.goto(f"{LIST}?pageSize={RECORDS}")
    ready = f"document.querySelectorAll('[data-state=ready]').length >= {RECORDS}"
    page.wait_for_function(ready, timeout=30_000)
    page.wait_for_timeout(SETTLED_MS)
    profile = profiler.send("Profiler.stop")["profile"]
    page.close()
    return _runs(profile["nodes"], profile["samples"], profile["timeDeltas"])


def _runs(nodes: Sequence[dict], samples: Sequence[int], deltas: Sequence[int]) -> list[float]:
    """Unbroken runs of our samples in ms; what has no stack of its own ends none."""
    owner: dict[int, str] = {}
    # Parents come before their children; what our script calls is ours.
    for node in nodes:
        owner.setdefault(node["id"], _owner(node["callFrame"]))
        if owner[node["id"]] == "ours":
            owner.update(dict.fromkeys(node.get("children", []), "ours"))
    runs = [0.0]
    for sample, delta in zip(samples, deltas, strict=True):
        if owner[sample] == "ours":
            runs[-1] += delta / 1000
        elif owner[sample] == "theirs" and runs[-1]:
            runs.append(0.0)
    return runs


def _owner(frame: dict) -> str:
    if frame["url"].startswith("chrome-extension://"):
        return "ours"
    # Garbage collection and native code without a stack may fall into anybody's task.
    return "nobody" if frame["functionName"] in {"(garbage collector)", "(program)"} else "theirs"
