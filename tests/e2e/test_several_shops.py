"""Two shops in one browser: each account's cases reach its own, and wait while nobody has said."""

import io
import json
import os
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect
from tests.e2e.browser import chromium, extension_origin
from tests.e2e.overlay import told, until
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")
ORIGIN = "https://s.kwaixiaodian.com"
API = "/rest/pc/aftersales/schema/refund/list/pagination"
PAGE = """<meta charset=utf-8><table><thead><tr><th>售后单号</th><th>订单编号</th><th>退款金额</th>
</tr></thead><tbody></tbody></table><script>
fetch('API').then(answer => answer.json()).then(({data}) => {
  document.querySelector('tbody').innerHTML = data.list.map(each => `<tr><td>${each.refundId}</td>
  <td>${each.orderId}</td><td>¥1.00</td></tr>`).join(''); });
</script>""".replace("API", API)


@pytest.fixture
def browser(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    with chromium(playwright, tmp_path / "profile") as context:
        yield context


def sign_in(context: BrowserContext, seller: int | None, refund: str) -> None:
    """From now on the backend shows one refund of this seller, or of one it does not name."""
    record = {"refundId": refund, "orderId": f"9{refund[1:]}", "refundFee": 100}
    if seller is not None:
        record["sellerId"] = seller
    data = json.dumps({"result": 1, "data": {"list": [record]}})

    def answer(route: Route) -> None:
        is_data = API in route.request.url
        kind = "application/json" if is_data else "text/html"
        route.fulfill(body=data if is_data else PAGE, content_type=kind)

    context.unroute(f"{ORIGIN}/**")
    context.route(f"{ORIGIN}/**", answer)


def opened(context: BrowserContext, seller: int | None, refund: str, state: str) -> Page:
    """The list, once its badge says where it stands."""
    sign_in(context, seller, refund)
    page = context.new_page()
    page.goto(f"{ORIGIN}/zone/refund/list")
    page.wait_for_selector(
        f'returnproof-badge[data-refund-id="{refund}"][data-state="{state}"]',
        state="attached",
    )  # fmt: skip
    return page


def cases(server: Server, token: str) -> set[str]:
    request = urllib.request.Request(
        f"{server.url}/api/v1/cases?limit=100", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return {each["refund_id"] for each in json.load(answer)["cases"]}


def nothing_waits(context: BrowserContext) -> bool:
    return told(context, {"type": "state"})["waiting"] == 0


def picture(page: Page, name: str) -> None:
    """For people to look at, where RETURNPROOF_PICTURES names a folder."""
    folder = os.environ.get("RETURNPROOF_PICTURES")
    if folder:
        page.wait_for_timeout(400)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def pair_by_picture(page: Page, server: Server, shop: str) -> None:
    """A screenshot of the code as the server's page shows it, then the seller's own click."""
    code = io.BytesIO()
    link = f"{server.url}/#code={server.code(shop)}"
    segno.make(link, error="m").save(code, kind="png", scale=6, border=4)
    page.set_input_files(
        "input[name=qr]", {"name": "screen.png", "mimeType": "image/png", "buffer": code.getvalue()}
    )
    expect(page.locator('[data-qr-said="qr_found"]')).to_have_count(1)
    expect(page.locator("input[name=server]")).to_have_value(server.url)
    assert page.locator(f'[data-shop="{shop}"]').count() == 0, "paired without a click"
    page.locator("button[type=submit]").dispatch_event("click")
    expect(page.locator(f'[data-shop="{shop}"] [data-status="connected"]')).to_have_count(1)


def test_each_accounts_cases_reach_its_own_shop_and_wait_until_that_is_said(
    browser: BrowserContext, server: Server
) -> None:
    options = browser.new_page()
    options.goto(f"{extension_origin(browser)}/options.html")
    expect(options.locator("input[name=server]")).to_be_visible()
    picture(options, "unpaired-zh")
    pair_by_picture(options, server, "first")
    first, second = server.token("first"), server.token("second")

    opened(browser, 100, "2600000000000001", "ready")
    until(options, lambda: cases(server, first) == {"2600000000000001"})

    # Another account on the same platform, while one shop is paired: not taken for it.
    opened(browser, 200, "2600000000000002", "unpaired")
    asked = options.locator('[data-question="? kuaishou 200"]')
    expect(asked).to_contain_text("200")
    assert cases(server, first) == {"2600000000000001"}

    options.click("summary")
    pair_by_picture(options, server, "second")
    picture(options, "asking-zh")
    asked.locator('[data-answer="second"]').click()
    until(options, lambda: cases(server, second) == {"2600000000000002"})
    expect(asked).to_have_count(0)

    # A page that names no shop: asked, kept apart from what was asked before.
    opened(browser, None, "2600000000000003", "unpaired")
    unnamed = options.locator('[data-question^="? kuaishou @"]')
    expect(unnamed).to_have_count(1)
    assert cases(server, first) == {"2600000000000001"}
    unnamed.locator('[data-answer="first"]').click()
    until(options, lambda: cases(server, first) == {"2600000000000001", "2600000000000003"})

    opened(browser, 200, "2600000000000004", "ready")
    opened(browser, 100, "2600000000000005", "ready")
    # The page reports a moment after its badge is drawn: only the arrival says it is over.
    until(options, lambda: "2600000000000004" in cases(server, second))
    until(options, lambda: "2600000000000005" in cases(server, first))
    until(options, lambda: nothing_waits(browser))
    assert cases(server, second) == {"2600000000000002", "2600000000000004"}
    assert cases(server, first) == {"2600000000000001", "2600000000000003", "2600000000000005"}
    for language in ("zh-CN", "en"):
        options.select_option("select[name=language]", language)
        expect(options.locator("html")).to_have_attribute("lang", language)
        picture(options, f"options-{language}")
    options.emulate_media(color_scheme="dark")
    picture(options, "options-dark-en")


def test_what_waits_is_exported_with_its_bytes_and_deleted_only_after_a_warning(
    browser: BrowserContext, server: Server
) -> None:
    options = browser.new_page()
    options.goto(f"{extension_origin(browser)}/options.html")
    pair_by_picture(options, server, "leaving")
    server.stop()
    try:
        attached = {
            "type": "attach", "refund_id": "2600000000000009", "what": "evidence",
            "kind": "file", "name": "证明 1/..txt", "media_type": "text/plain",
            "base64": "aGVsbG8=",
        }  # fmt: skip
        told(browser, attached)
        expect(options.locator("[data-unsent]")).to_be_visible()
        with options.expect_download() as download:
            options.click("[data-action=export]")
        with zipfile.ZipFile(download.value.path()) as archive:
            listed = json.loads(archive.read("returnproof-local.json"))
            (waiting,) = [name for name in archive.namelist() if name.startswith("waiting/")]
            assert archive.read(waiting) == b"hello"
        assert listed["items"][0]["name"] == "证明 1/..txt"
        assert "rp_" not in json.dumps(listed), "a token left the browser"

        options.click("[data-action=forget]")
        expect(options.locator("dialog")).to_contain_text("1")
        picture(options, "forget-zh")
        options.click('dialog [data-answer="no"]')
        assert told(browser, {"type": "state"})["waiting"] == 1
        options.click("[data-action=forget]")
        options.click('dialog [data-answer="yes"]')
        expect(options.locator("[data-shop]")).to_have_count(0)
        state = told(browser, {"type": "state"})
        assert (state["waiting"], state["shops"]) == (0, [])
    finally:
        server.start()
