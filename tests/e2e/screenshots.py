"""Takes the pictures under docs/images anew: pages and overlay, in both languages."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright
from tests.bench.client import Client
from tests.e2e.browser import chromium, extension_origin, pair
from tests.e2e.server import Server

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
LANGUAGES = {"zh": "zh-CN", "en": "en"}
DRAWING_SECONDS = 240
# As wide as the browser shows them.
PAGES: dict[str, ViewportSize] = {
    "sidepanel": {"width": 400, "height": 900},
    "popup": {"width": 390, "height": 540},
}
PANEL_SETTLES_MS = 4000


def assessed(client: Client) -> list[dict[str, Any]]:
    """What the badges would say of the sample shop's cases now."""
    _, listed = client.send("GET", "/api/v1/cases?limit=100")
    ids = [each["refund_id"] for each in listed["cases"]]
    body = json.dumps({"refund_ids": ids}).encode()
    return client.send("POST", "/api/v1/cases/assessments", body)[1]["assessments"] if ids else []


def wait_for_sample(server: Server, page: Page) -> None:
    """Until the list has stopped changing: drawn, uploaded, compared."""
    client = Client(server.url, server.token("sample", "screenshots"))
    before: object = None
    for _ in range(DRAWING_SECONDS // 10):
        page.wait_for_timeout(10_000)
        now = assessed(client)
        if now and now == before and not any(each["pending"] for each in now):
            return
        before = now
    print("the sample shop is still being drawn or compared", file=sys.stderr)


def choose(context: BrowserContext, language: str) -> Page:
    """The options page with that language chosen, as a seller would."""
    page = context.new_page()
    page.goto(f"{extension_origin(context)}/options.html")
    page.select_option("select[name=language]", language)
    page.wait_for_timeout(600)
    return page


def take(context: BrowserContext, server: Server, short: str) -> None:
    """Everything in one language."""
    options = choose(context, LANGUAGES[short])
    options.screenshot(path=IMAGES / f"options-{short}.png")
    options.close()
    page = context.new_page()
    page.goto(f"{server.url}/sample/zone/refund/list")
    page.wait_for_selector('returnproof-badge[data-state="ready"]', state="attached")
    page.wait_for_timeout(PANEL_SETTLES_MS)
    page.screenshot(path=IMAGES / f"list-{short}.png")
    levels = 'returnproof-badge[data-level="high"], returnproof-badge[data-level="medium"]'
    refund = page.locator(levels).first.get_attribute("data-refund-id")
    page.goto(f"{server.url}/sample/zone/refund/detail?refundId={refund}")
    page.wait_for_selector("returnproof-panel", state="attached")
    page.wait_for_timeout(PANEL_SETTLES_MS)
    page.screenshot(path=IMAGES / f"panel-{short}.png")
    page.close()
    for name, size in PAGES.items():
        own = context.new_page()
        own.set_viewport_size(size)
        own.goto(f"{extension_origin(context)}/{name}.html")
        own.wait_for_timeout(PANEL_SETTLES_MS)
        own.screenshot(path=IMAGES / f"{name}-{short}.png")
        own.close()


def main() -> None:
    """A fresh sample shop in a temporary folder; nothing of this machine is in the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="returnproof-") as folder:
        server = Server(Path(folder) / "data", sample=True).start()
        try:
            with sync_playwright() as running, chromium(running, Path(folder) / "seller") as seller:
                pair(seller, server.url, server.code("sample"))
                wait_for_sample(server, seller.pages[0])
                for short in LANGUAGES:
                    take(seller, server, short)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
