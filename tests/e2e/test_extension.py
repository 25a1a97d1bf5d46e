"""The extension on a backend it does not control: additive, nothing lost, no wrong row."""

import hashlib
import urllib.parse
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, Route, expect
from tests.bench.pictures import textured, write
from tests.e2e.browser import chromium, extension_origin, paired
from tests.e2e.overlay import all_kept, badged, badges, items
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")
ORIGIN = "https://s.kwaixiaodian.com"
ELSEWHERE = "https://pictures.example"
SHOP = "overlay"
DETAIL = f"{ORIGIN}/zone/refund/detail?refundId=2600000000000001"


def table(*ids: int) -> str:
    rows = "".join(
        f"<tr id=r{n}><td>{2600000000000000 + n}</td><td>{2500000000000000 + n}</td>"
        f"<td>仅退款</td><td>¥{n}.00</td></tr>"
        for n in ids
    )
    head = "<tr><th>售后单号</th><th>订单编号</th><th>售后类型</th><th>退款金额</th></tr>"
    return f"<meta charset=utf-8><table><thead>{head}</thead><tbody>{rows}</tbody></table>"


DETAIL_PAGE = f"""<meta charset=utf-8><title>售后详情</title><main><h1>售后详情</h1>
<div><span>售后单号</span><span>2600000000000001</span></div>
<div><span>订单编号</span><span>2500000000000001</span></div>
<div><span>售后类型</span><span>仅退款</span></div><div><span>退款金额</span><span>¥5.00</span></div>
<div><span>买家凭证</span><div><img src="{ELSEWHERE}/claim.jpg" width=200></div></div></main>"""


@pytest.fixture(scope="module")
def claim(folder: Path) -> Path:
    return write(folder, "claim", textured(7, 900, 700))


def serve(context: BrowserContext, claim: Path) -> None:
    def answer(route: Route) -> None:
        body = DETAIL_PAGE if "/detail" in route.request.url else table(1, 2, 3)
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    context.route(f"{ORIGIN}/**", answer)
    picture = claim.read_bytes()
    # The page may load it; the service worker has no permission for that host and must do without.
    context.route(
        f"{ELSEWHERE}/**",
        lambda route: (
            route.abort()
            if route.request.service_worker
            else route.fulfill(body=picture, content_type="image/jpeg")
        ),
    )


@pytest.fixture(scope="module")
def seller(
    playwright: Playwright, server: Server, claim: Path, folder: Path
) -> Iterator[BrowserContext]:
    pages = partial(serve, claim=claim)
    with paired(playwright, folder / "profile", server, SHOP, pages) as context:
        yield context


def right(*ids: int) -> list[list[str]]:
    """[row id, refund id] of these records."""
    return [[f"r{n}", str(2600000000000000 + n)] for n in ids]


def test_each_row_has_its_own_badge_through_sorting_recycling_and_renewal(
    seller: BrowserContext,
) -> None:
    page = seller.new_page()
    page.goto(f"{ORIGIN}/zone/refund/list")
    badged(page, right(1, 2, 3))
    page.evaluate("document.querySelector('tbody').append(document.querySelector('#r1'))")
    badged(page, right(2, 3, 1))
    page.evaluate("document.querySelector('#r2').remove()")
    badged(page, right(1, 3))
    # A recycled row: the same elements show another record at once, and never with the old badge.
    wrong = page.evaluate("""async () => {
      const row = document.querySelector('#r3'), text = row.cells[0].firstChild;
      row.id = 'r9'; text.data = '2600000000000009';
      await Promise.resolve();
      const seen = [];
      for (let frame = 0; frame < 30; frame += 1) {
        await new Promise(requestAnimationFrame);
        seen.push(row.querySelector('returnproof-badge')?.dataset.refundId ?? null);
      }
      return seen.filter(id => id !== null && id !== '2600000000000009');
    }""")
    assert wrong == []
    badged(page, right(1, 9))
    page.evaluate("""() => { let n = 0; const renew = setInterval(() => {
      const body = document.querySelector('tbody'); body.innerHTML = body.innerHTML;
      if ((n += 1) > 5) clearInterval(renew); }, 120); }""")
    page.wait_for_timeout(1500)
    badged(page, right(1, 9))
    page.close()


def test_nothing_of_the_page_moves_and_no_error_is_raised_in_it(seller: BrowserContext) -> None:
    page = seller.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{ORIGIN}/zone/refund/list")
    badged(page, right(1, 2, 3))
    # Measured with and without badges in one breath, so that nothing else changes in between.
    with_badges, without = page.evaluate("""() => {
      const boxes = () => [...document.querySelectorAll('td,th,tr,table')].map(e => {
        const {x, y, width, height} = e.getBoundingClientRect(); return [x, y, width, height]; });
      const badges = [...document.querySelectorAll('returnproof-badge')], shown = boxes();
      badges.forEach(b => { b.style.display = 'none'; });
      const bare = boxes();
      badges.forEach(b => { b.style.display = ''; });
      return [shown, bare]; }""")
    assert with_badges == without
    assert errors == []
    page.close()


def test_moving_between_pages_shows_one_panel_and_only_on_a_refund(seller: BrowserContext) -> None:
    page = seller.new_page()
    page.goto(DETAIL)
    page.wait_for_selector("returnproof-panel", state="attached")
    expect(page.locator("returnproof-panel")).to_have_attribute(
        "data-refund-id", "2600000000000001"
    )
    for _ in range(3):
        page.evaluate(
            """html => { window.kept ??= document.body.innerHTML;
          history.pushState(null, '', '/zone/refund/list'); document.body.innerHTML = html; }""",
            table(4, 5),
        )
        badged(page, right(4, 5))
        expect(page.locator("returnproof-panel")).to_have_count(0)
        page.evaluate("""() => {
          history.pushState(null, '', '/zone/refund/detail?refundId=2600000000000001');
          document.body.innerHTML = window.kept; }""")
        expect(page.locator("returnproof-panel")).to_have_count(1)
    page.close()


def test_without_a_server_everything_waits_and_is_sent_once_it_is_back(
    seller: BrowserContext, server: Server
) -> None:
    page = seller.new_page()
    page.goto(DETAIL)
    page.wait_for_selector("returnproof-panel [data-action=keep]")
    server.stop()
    page.click("returnproof-panel [data-action=keep]")
    page.wait_for_selector(
        "returnproof-panel [data-kept-kind=page_archive][data-kept-state=waiting]"
    )
    # The worker is shut down in the middle, as the browser does; the queue must not notice.
    session = seller.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    waiting = [each for each in items(seller) if each["state"] != "done"]
    assert {each["kind"] for each in waiting} >= {"page_facts", "page_archive"}
    server.start()
    all_kept(page, "page_archive", "page_facts", "buyer_claim")
    sent = items(seller)
    receipts = [each["receipt"]["id"] for each in sent if each["what"] != "case"]
    assert len(receipts) == len(set(receipts)), "something was sent twice"
    assert all(each["sha256"] == each["receipt"]["sha256"] for each in sent if each.get("sha256"))
    page.close()


def test_a_page_archive_holds_the_page_without_us_and_the_buyers_picture_byte_for_byte(
    seller: BrowserContext, server: Server, claim: Path
) -> None:
    page = seller.new_page()
    page.goto(DETAIL)
    page.wait_for_selector("returnproof-panel [data-action=keep]")
    page.click("returnproof-panel [data-action=keep]")
    all_kept(page, "page_archive", "page_facts", "buyer_claim")
    sent = items(seller)
    photo = next(each for each in sent if each["kind"] == "buyer_claim")
    assert photo["size"] is None, "bytes stay only until the receipt"
    assert photo["receipt"]["sha256"] == hashlib.sha256(claim.read_bytes()).hexdigest()
    archive = next(each for each in sent if each["kind"] == "page_archive")
    token = server.token(SHOP)
    request = urllib.request.Request(
        f"{server.url}/api/v1/evidence/{archive['receipt']['id']}/original",
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
    assert b"2600000000000001" in body
    assert b"returnproof-" not in body
    expect(page.locator("returnproof-panel")).to_have_count(1)
    page.close()


def test_an_unpaired_browser_says_so_and_a_risky_address_is_named(
    playwright: Playwright, claim: Path, tmp_path: Path
) -> None:
    with chromium(playwright, tmp_path / "profile") as context:
        serve(context, claim)
        page = context.new_page()
        page.goto(f"{ORIGIN}/zone/refund/list")
        page.wait_for_selector("returnproof-badge[data-state=unpaired]", state="attached")
        options = context.new_page()
        options.goto(f"{extension_origin(context)}/options.html")
        options.fill("input[name=server]", "http://192.0.2.7:8600")
        expect(options.locator("[data-warning=plain-http]")).to_be_visible()
        options.fill("input[name=code]", "AAAAA-AAAAA")
        options.click("button[type=submit]")
        expect(options.locator("[data-problem=plain-http]")).to_be_visible()
        assert options.locator('[data-status="connected"]').count() == 0


def test_the_start_scripts_address_pairs_once_and_leaves_no_code_behind(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    with chromium(playwright, tmp_path / "profile") as context:
        options = context.new_page()
        offer = urllib.parse.urlencode({"server": server.url, "code": server.code(SHOP)})
        address = f"{extension_origin(context)}/options.html"
        options.goto(f"{address}#{offer}")
        expect(options.locator('[data-status="connected"]')).to_be_visible()
        assert options.url == address
        options.goto("about:blank")
        # Paired already: another offer is filled in, and taken up only by the seller.
        options.goto(f"{address}#{offer}")
        expect(options.locator("input[name=server]")).to_have_value(server.url)
        assert options.locator("[data-problem]").count() == 0


def test_folding_and_opening_by_keyboard_keep_the_focus_and_nothing_is_lost_while_away(
    seller: BrowserContext, server: Server
) -> None:
    page = seller.new_page()
    page.goto(DETAIL)
    page.wait_for_selector("returnproof-panel .section.checklist")
    focused = "() => document.activeElement?.tagName === 'RETURNPROOF-PANEL'"
    page.get_by_role("button", name="收起").press("Enter")
    page.wait_for_function(focused)
    page.keyboard.press("Enter")
    expect(page.locator("returnproof-panel .window")).to_be_visible()
    page.wait_for_function(focused)
    server.stop()
    try:
        expect(page.locator("returnproof-panel [data-away]")).to_be_visible()
        expect(page.locator("returnproof-panel .section.checklist")).to_be_visible()
    finally:
        server.start()
    expect(page.locator("returnproof-panel [data-away]")).to_have_count(0)
    page.close()


def test_elsewhere_on_localhost_the_extension_is_not_there(
    seller: BrowserContext, server: Server
) -> None:
    page = seller.new_page()
    page.goto(f"{server.url}/healthz")
    page.evaluate("html => { document.body.innerHTML = html; }", table(1, 2))
    page.wait_for_timeout(1200)
    assert badges(page) == []
    page.close()


def test_the_panel_gives_way_to_the_platforms_dialog_and_comes_back(seller: BrowserContext) -> None:
    page = seller.new_page()
    page.goto(DETAIL)
    page.wait_for_selector("returnproof-panel .window")
    page.evaluate("""() => {
      const d = document.createElement('div'); d.setAttribute('role', 'dialog');
      d.style.cssText = 'position:fixed;inset:200px;background:#fff'; d.textContent = '拒绝原因';
      document.body.append(d); }""")
    expect(page.locator("returnproof-panel .tab")).to_be_visible()
    page.evaluate("document.querySelector('[role=dialog]').remove()")
    expect(page.locator("returnproof-panel .window")).to_be_visible()
    page.close()


def test_in_english_every_word_of_the_overlay_is_english(seller: BrowserContext) -> None:
    options = seller.new_page()
    options.goto(f"{extension_origin(seller)}/options.html")
    options.select_option("select[name=language]", "en")
    expect(options.locator("h1")).to_have_text("ReturnProof · Settings")
    page = seller.new_page()
    page.goto(f"{ORIGIN}/zone/refund/list")
    badged(page, right(1, 2, 3))
    page.wait_for_selector("returnproof-badge[data-state=ready]", state="attached")
    expect(page.locator("returnproof-badge .word").first).to_have_text("Cannot tell yet")
    options.select_option("select[name=language]", "zh-CN")
    expect(page.locator("returnproof-badge .word").first).to_have_text("暂无法判断")
    options.close()
    page.close()
