"""One click keeps everything: what the page shows and what the seller adds, whatever stops it."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect
from tests.bench.pictures import textured, write
from tests.e2e.browser import EXTENSION, extension_origin, paired, service_worker
from tests.e2e.overlay import all_kept, items
from tests.e2e.refund_page import (
    DETAIL,
    FILM,
    ORIGIN,
    PAPER,
    PICTURES,
    REFUND,
    SHOP,
    Shop,
    clicked,
    opened,
    serve,
    sha256,
)
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.fixture(scope="module")
def claim(folder: Path) -> Path:
    return write(folder, "claim", textured(11, 800, 600))


@pytest.fixture(scope="module")
def shop(server: Server) -> Shop:
    return Shop(server)


@pytest.fixture(scope="module")
def seller(
    playwright: Playwright, server: Server, claim: Path, folder: Path
) -> Iterator[BrowserContext]:
    """As installed: no permission for the pictures' host, and no picture of the window."""
    pages = partial(serve, claim=claim)
    with paired(playwright, folder / "profile", server, SHOP, pages) as context:
        yield context


@pytest.fixture(scope="module")
def allowed(
    playwright: Playwright, server: Server, claim: Path, folder: Path
) -> Iterator[BrowserContext]:
    """With every permission given, as after the seller's clicks, which nobody can do headless."""
    extension = folder / "extension"
    shutil.copytree(EXTENSION, extension)
    manifest = json.loads((extension / "manifest.json").read_text())
    manifest["host_permissions"].append("<all_urls>")
    (extension / "manifest.json").write_text(json.dumps(manifest))
    pages, profile = partial(serve, claim=claim), folder / "allowed"
    with paired(playwright, profile, server, SHOP, pages, extension=extension) as context:
        yield context


def test_one_click_keeps_pictures_films_negotiation_and_logistics_each_with_a_receipt(
    seller: BrowserContext, shop: Shop, claim: Path
) -> None:
    page = opened(seller)
    page.click("returnproof-panel [data-action=keep]")
    kinds = ("page_facts", "page_archive", "negotiation", "logistics_trace", "buyer_claim", "video")
    all_kept(page, *kinds)
    (photo,) = shop.photos("buyer_claim")
    assert photo["sha256"] == sha256(claim.read_bytes())
    assert photo["source"] == f"{PICTURES}/claim"
    assert photo["provenance"]["received"]
    assert sha256(FILM) in {each["sha256"] for each in shop.evidence("video")}
    talk = json.loads(shop.original(shop.evidence("negotiation")[-1]["id"]))
    assert [each["time"] for each in talk["entries"]] == [
        "2026-11-20 09:01:02",
        "2026-11-20 10:30:00",
    ]
    assert "退款原因：质量问题" in talk["entries"][0]["text"]
    assert "<script" not in talk["dom"]
    assert "<h3" not in talk["dom"]
    trace = json.loads(shop.original(shop.evidence("logistics_trace")[-1]["id"]))
    assert [each["time"] for each in trace["entries"]] == ["11-18 08:00", "11-19 20:15"]
    assert "【杭州】已揽收" in trace["entries"][0]["text"]
    archive = shop.evidence("page_archive")[-1]
    assert archive["provenance"]["own_elements"] == "removed"
    assert b"<returnproof-" not in shop.original(archive["id"]).replace(b"=\r\n", b"")
    # What could not be had is said: no picture of the window without a gesture.
    expect(page.locator("returnproof-panel [data-unpictured]")).to_be_visible()
    page.close()


def test_what_the_seller_adds_is_kept_from_picker_and_clipboard(
    seller: BrowserContext, shop: Shop, claim: Path
) -> None:
    page = opened(seller)
    page.select_option("returnproof-panel [data-field=role]", "chat")
    page.set_input_files(
        "returnproof-panel [data-field=files]",
        [
            {"name": "chat.jpg", "mimeType": "image/jpeg", "buffer": claim.read_bytes()},
            {"name": "statement.pdf", "mimeType": "application/pdf", "buffer": PAPER},
            {"name": "packing.mp4", "mimeType": "video/mp4", "buffer": FILM[:-1] * 900},
        ],
    )
    all_kept(page, "chat", "file", "video")
    assert shop.photos("chat")[0]["sha256"] == sha256(claim.read_bytes())
    assert shop.evidence("file")[0]["sha256"] == sha256(PAPER)
    assert sha256(FILM[:-1] * 900) in {each["sha256"] for each in shop.evidence("video")}
    seller.grant_permissions(["clipboard-read", "clipboard-write"], origin=ORIGIN)
    page.evaluate("""async () => {
      const canvas = new OffscreenCanvas(60, 40), paint = canvas.getContext('2d');
      paint.fillStyle = '#c40'; paint.fillRect(5, 5, 30, 20);
      const picture = await canvas.convertToBlob({type: 'image/png'});
      await navigator.clipboard.write([new ClipboardItem({'image/png': picture})]); }""")
    page.select_option("returnproof-panel [data-field=role]", "logistics")
    page.locator("returnproof-panel [data-zone=add]").focus()
    page.keyboard.press("Control+V")
    all_kept(page, "logistics")
    assert shop.photos("logistics")[0]["width"] == 60
    # An event of the page's own making adds nothing.
    before = len(clicked(seller))
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.png', {type: 'image/png'}));
      const zone = document.querySelector('returnproof-panel').shadowRoot
        .querySelector('[data-zone=add]');
      zone.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true})); }""")
    assert len(clicked(seller)) == before
    page.close()


def test_a_full_browser_says_so_takes_nothing_new_and_goes_on_once_there_is_room(
    seller: BrowserContext,
) -> None:
    page = opened(seller)
    own = seller.new_page()
    origin = extension_origin(seller)
    own.goto(f"{origin}/options.html")
    session = seller.new_cdp_session(own)
    used = own.evaluate("navigator.storage.estimate().then(({usage}) => usage)")
    before = len(clicked(seller))
    # Well below what is used: bytes that go on their receipt meanwhile must not make room.
    small = {"origin": origin, "quotaSize": max(int(used) // 4, 1)}
    session.send("Storage.overrideQuotaForOrigin", small)
    try:
        page.click("returnproof-panel [data-action=keep]")
        expect(page.locator("returnproof-panel [role=alert]").first).to_contain_text("空间已满")
        expect(page.locator("returnproof-panel [data-room=full]")).to_be_visible()
        assert len(clicked(seller)) == before
    finally:
        session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    page.click("returnproof-panel [data-action=keep]")
    expect(page.locator("returnproof-panel [data-room]")).to_have_count(0)
    all_kept(page, "page_archive")
    assert len(clicked(seller)) > before
    own.close()
    page.close()


def test_with_permission_headers_and_a_picture_of_the_window_are_kept_too(
    allowed: BrowserContext, shop: Shop, claim: Path
) -> None:
    page = opened(allowed)
    page.click("returnproof-panel [data-action=keep]")
    all_kept(page, "screenshot", "page_archive", "buyer_claim")
    shot = shop.evidence("screenshot")[-1]
    assert shot["provenance"]["part"] in {"the whole page", "the visible part only"}
    png = shop.original(shot["id"])
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == shot["provenance"]["view"]["width"]
    (photo,) = [each for each in items(allowed) if each["kind"] == "buyer_claim"]
    assert photo["receipt"]["sha256"] == sha256(claim.read_bytes())
    assert photo["provenance"]["headers"]["etag"] == '"c1"'
    page.close()


PICK = """async ([page, src]) => {
  const [tab] = await chrome.tabs.query({url: page});
  const info = {menuItemId: 'keep-picture', srcUrl: src, pageUrl: page, frameId: 0};
  chrome.contextMenus.onClicked.dispatch(info, tab); }"""


def test_a_picture_is_kept_for_the_page_s_case_or_for_the_one_the_seller_names(
    allowed: BrowserContext, shop: Shop
) -> None:
    page = opened(allowed)
    elsewhere = allowed.new_page()
    elsewhere.goto(f"{ORIGIN}/somewhere/else")
    worker = service_worker(allowed)
    worker.evaluate(PICK, [DETAIL + REFUND, f"{PICTURES}/claim"])
    all_kept(page, "other")
    with allowed.expect_page() as window:
        worker.evaluate(PICK, [elsewhere.url, f"{PICTURES}/other?n=1"])
    asked = window.value
    asked.wait_for_selector("[data-picked] button[type=submit]:not([disabled])")
    asked.fill("input[name=refund]", "nothing-like-it")
    asked.click("button[type=submit]")
    expect(asked.locator("[role=alert]")).to_contain_text("nothing-like-it")
    asked.fill("input[name=refund]", REFUND)
    asked.select_option("select[name=role]", "return_inspection")
    asked.click("button[type=submit]")
    expect(asked.locator("[role=status]")).to_be_visible()
    expect(asked.locator("[data-picked]")).to_have_count(0)
    all_kept(page, "return_inspection")
    (kept,) = shop.photos("return_inspection")
    assert kept["source"] == f"{PICTURES}/other?n=1"
    for each in (asked, elsewhere, page):
        each.close()
