"""What the overlay and the service worker say, read so that nothing changes in between."""

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page
from tests.e2e.browser import PATIENCE_MS, extension_origin

POLL_MS = 300
KEEPING_MS = 3 * PATIENCE_MS


def until(page: Page, holds: Callable[[], object], patience_ms: float = PATIENCE_MS) -> None:
    """Waits for what no page can say by itself; the page's routes are answered meanwhile."""
    limit = time.monotonic() + patience_ms / 1000
    while not holds():
        assert time.monotonic() < limit, f"it did not come about: {holds}"
        page.wait_for_timeout(POLL_MS)


def badges(page: Page) -> list[list[str]]:
    """[id of its row, refund id] of every badge in the page, sorted, read in one go."""
    found: list[list[str]] = page.evaluate(f"({BADGES})()")
    return found


def badged(page: Page, wanted: list[list[str]]) -> None:
    """Waits for exactly these badges, each in its own row."""
    page.wait_for_function(
        f"wanted => JSON.stringify(wanted) === JSON.stringify(({BADGES})())", arg=sorted(wanted)
    )


BADGES = """() => [...document.querySelectorAll('returnproof-badge')]
  .map(each => [each.closest('tr')?.id ?? '', each.dataset.refundId]).sort()"""


# A message that meets a worker at its end may never be answered: asked again, the browser starts
# another.
ASK = """message => Promise.race([
  chrome.runtime.sendMessage(message).catch(() => null),
  new Promise(later => setTimeout(later, 10_000, null))])"""


def told(context: BrowserContext, message: dict[str, Any]) -> Any:
    """The worker's answer to one of our own pages."""
    page = context.new_page()
    page.goto(f"{extension_origin(context)}/options.html")
    answer = page.wait_for_function(ASK, arg=message, polling=500).json_value()
    page.close()
    assert answer["ok"], answer
    return answer["value"]


def items(context: BrowserContext) -> list[dict[str, Any]]:
    """Everything that was kept or waits, as the options page exports it."""
    found: list[dict[str, Any]] = json.loads(told(context, {"type": "export"}))["items"]
    return found


def listed(page: Page) -> list[list[str]]:
    """[kind, state, words] of every item in the panel's list of evidence, read in one go."""
    found: list[list[str]] = page.locator("returnproof-panel [data-kept-kind]").evaluate_all(
        "all => all.map(e => [e.dataset.keptKind, e.dataset.keptState, e.innerText])"
    )
    return found


def all_kept(page: Page, *kinds: str) -> None:
    """Waits until each kind is in the list and everything in it has the server's receipt."""

    def holds() -> bool:
        found = listed(page)
        return {kind for kind, *_ in found} >= {*kinds} and {each[1] for each in found} == {"done"}

    try:
        until(page, holds, KEEPING_MS)
    except AssertionError:
        failed = [each for each in items(page.context) if each["state"] != "done"]
        raise AssertionError(f"not kept: {listed(page)} {failed}") from None
