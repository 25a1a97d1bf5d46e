"""The worker, stopped at any step, loses nothing, sends nothing twice, tells no page a secret."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright
from tests.bench.pictures import textured, write
from tests.e2e.browser import EXTENSION, PATIENCE_MS, chromium, extension_origin
from tests.e2e.overlay import ASK, all_kept, listed, until
from tests.e2e.refund_page import FILM, SHOP, Shop, opened, serve, sha256
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")
WATCHED = Path(__file__).with_name("watched_worker.js")
# RETURNPROOF_EVERY_STEP=1 tries all of them, which takes some minutes.
STEPS = range(48) if os.environ.get("RETURNPROOF_EVERY_STEP") else (9, 24)
KINDS = ("page_facts", "page_archive", "negotiation", "logistics_trace", "buyer_claim", "video")
OLD_REFUND = "2600000000000055"


@pytest.fixture(scope="module")
def claim(folder: Path) -> Path:
    return write(folder, "claim", textured(17, 640, 480))


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    return server.token(SHOP, "first version")


# The database as the first version made it, with what waited in it.
FIRST_VERSION = """([connection, to, refund, picture, film]) => new Promise((done, failed) => {
  const opening = indexedDB.open('returnproof', 1);
  opening.onerror = () => failed(opening.error);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore('settings');
    const items = database.createObjectStore('items', {keyPath: 'seq', autoIncrement: true});
    items.createIndex('state', 'state');
    items.createIndex('refund', 'refund_id');
    items.createIndex('source', ['to', 'refund_id', 'source']);
  };
  opening.onsuccess = () => {
    const change = opening.result.transaction(['settings', 'items'], 'readwrite');
    change.objectStore('settings').put(connection, 'connection');
    const queued = new Date().toISOString();
    const item = {to, refund_id: refund, by: 'click', queued, attempts: 3};
    const bytes = (each, type) => new Blob([Uint8Array.from(each)], {type});
    for (const each of [
      {what: 'case', kind: 'facts', name: 'facts', state: 'sending',
       facts: {refund_id: refund, platform: 'kuaishou', order_id: '2500000000000055'}},
      {what: 'photo', kind: 'buyer_claim', name: 'one.jpg', state: 'waiting',
       bytes: bytes(picture, 'image/jpeg')},
      {what: 'evidence', kind: 'video', name: 'two.mp4', state: 'waiting',
       bytes: bytes(film, 'video/mp4')},
      {what: 'photo', kind: 'chat', name: 'three.jpg', state: 'failed',
       bytes: bytes(picture, 'image/jpeg'),
       problem: {type: 'x', title: '', status: 413, detail: ''}},
    ]) change.objectStore('items').add({...item, ...each});
    change.oncomplete = () => { opening.result.close(); done(true); };
    change.onerror = () => failed(change.error);
  };
})"""


@pytest.fixture(scope="module")
def seller(
    playwright: Playwright, server: Server, token: str, claim: Path, folder: Path
) -> Iterator[BrowserContext]:
    """A browser that had the first version and now has this one, whose worker is watched."""
    extension, profile = folder / "extension", folder / "profile"
    shutil.copytree(EXTENSION, extension)
    worker = (extension / "background.js").read_text(encoding="utf-8")
    manifest = (extension / "manifest.json").read_text(encoding="utf-8")
    # Another file: the browser keeps what it has once read of a worker under a name.
    first = {**json.loads(manifest), "version": "0.0.1"}
    first["background"] = {"service_worker": "first.js"}
    (extension / "manifest.json").write_text(json.dumps(first))
    (extension / "first.js").write_text("")
    connection = {
        "server": server.url, "token": token, "shop": SHOP, "role": "staff",
        "sample": False, "version": "0.1.0",
    }  # fmt: skip
    with chromium(playwright, profile, extension=extension) as context:
        page = context.new_page()
        page.goto(f"{extension_origin(context)}/icon/16.png")
        waiting = [connection, f"{server.url} {SHOP}", OLD_REFUND, [*claim.read_bytes()], [*FILM]]
        assert page.evaluate(FIRST_VERSION, waiting)
    # An update closes our pages and starts the new worker; a new start of the browser alone would
    # leave it waiting behind the first version's.
    shutil.rmtree(profile / "Default/Service Worker")
    watched = WATCHED.read_text(encoding="utf-8")
    (extension / "background.js").write_text(watched + worker, encoding="utf-8")
    (extension / "manifest.json").write_text(manifest, encoding="utf-8")
    with chromium(playwright, profile, extension=extension) as context:
        serve(context, claim)
        yield context


@pytest.fixture
def own(seller: BrowserContext) -> Iterator[Page]:
    """A page of ours: it may ask the worker anything."""
    page = seller.new_page()
    page.goto(f"{extension_origin(seller)}/options.html")
    yield page
    page.close()


def asked(own: Page, message: dict[str, Any]) -> Any:
    """The worker's answer; it is asked again while the browser starts it anew."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        answer = own.evaluate(ASK, message)
        if answer is not None:
            return answer
        own.wait_for_timeout(300)
    raise AssertionError(f"no answer to {message}")


def exported(own: Page, refund_id: str) -> list[dict[str, Any]]:
    found = json.loads(asked(own, {"type": "export"})["value"])["items"]
    return [each for each in found if each["refund_id"] == refund_id]


def test_what_waited_in_the_first_versions_database_is_sent_by_this_one(
    server: Server, own: Page, claim: Path
) -> None:
    wanted = ["done", "done", "done", "failed"]
    until(own, lambda: [each["state"] for each in exported(own, OLD_REFUND)] == wanted)
    shop = Shop(server, OLD_REFUND)
    assert [each["sha256"] for each in shop.photos("buyer_claim")] == [sha256(claim.read_bytes())]
    assert [each["sha256"] for each in shop.evidence("video")] == [sha256(FILM)]
    # What the server had refused is still there, to be retried or removed by a person.
    (refused,) = [each for each in exported(own, OLD_REFUND) if each["kind"] == "chat"]
    assert (refused["state"], refused["size"]) == ("failed", len(claim.read_bytes()))


def stand_still_and_stop(context: BrowserContext, page: Page, own: Page, after: int) -> None:
    """Presses the button, and stops the worker where it stands still or once it is done."""
    assert asked(own, {"type": "test-stand-still", "after": after})
    session = context.new_cdp_session(own)
    session.send("ServiceWorker.enable")
    page.click("returnproof-panel [data-action=keep]")
    state = "running"
    while state == "running":
        page.wait_for_timeout(150)
        state = own.evaluate(
            """Promise.race([
              chrome.runtime.sendMessage({type: 'test-said'}).then(() => 'running'),
              new Promise(later => setTimeout(later, 1500, 'still'))])"""
        )
        found = listed(page)
        is_done = {kind for kind, *_ in found} >= {*KINDS} and {each[1] for each in found} == {
            "done"
        }
        state = "done" if is_done else state
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


def settled(page: Page) -> bool:
    """Everything has the server's receipt, but for an archive that the browser refused."""
    states = {kind: state for kind, state, _ in listed(page)}
    if states.get("page_archive") == "failed":
        states["page_archive"] = "done"
    return states.keys() >= {*KINDS} and {*states.values()} == {"done"}


@pytest.mark.parametrize("after", STEPS)
def test_wherever_the_worker_is_stopped_each_item_arrives_once_and_in_order(
    seller: BrowserContext, server: Server, own: Page, claim: Path, after: int
) -> None:
    refund = f"26{after:014}"
    page = opened(seller, refund)
    stand_still_and_stop(seller, page, own, after)
    until(page, lambda: settled(page), 3 * PATIENCE_MS)
    # After a stop in its middle the browser may refuse the archive; the button beside it asks anew.
    refused = page.locator("returnproof-panel [data-kept-state=failed]").get_by_role(
        "button", name="重试"
    )
    if refused.count():
        with suppress(Error):  # it is being taken again already
            refused.click(timeout=5000)
    all_kept(page, *KINDS)
    shop = Shop(server, refund)
    kept = json.loads(shop.get(f"{shop.path}/evidence"))["evidence"]
    assert sorted(each["kind"] for each in kept) == sorted(set(KINDS) - {"buyer_claim"})
    told = [each["kind"] for each in kept if each["kind"] in KINDS[:1] + KINDS[2:4]]
    assert told == ["page_facts", "negotiation", "logistics_trace"]
    assert [each["sha256"] for each in shop.photos("buyer_claim")] == [sha256(claim.read_bytes())]
    page.close()
