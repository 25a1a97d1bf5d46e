"""The sample shop as a newcomer meets it: pages, badges on them, and nothing that does anything."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright
from tests.e2e.backend import API, DIST
from tests.e2e.browser import chromium, pair
from tests.e2e.server import Server

pytestmark = [
    pytest.mark.xdist_group("e2e"),
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        not DIST.is_dir(), reason="the sample pages are not built: npm run build --workspace sample"
    ),
]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("sample-shop") / "data", sample=True).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def seller(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    with chromium(playwright, tmp_path_factory.mktemp("seller") / "profile") as context:
        pair(context, server.url, server.code("sample")).close()
        yield context


@pytest.fixture
def page(seller: BrowserContext, server: Server) -> Iterator[Page]:
    """The list. Afterwards: no script of the page failed, and its policy stopped nothing."""
    page = seller.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.goto(f"{server.url}/sample/")
    expect(page.locator(".ant-table-row").first).to_be_visible()
    yield page
    page.close()
    assert faults == []


def first_id(page: Page) -> str:
    return page.locator(".ant-table-row").first.get_attribute("data-row-key") or ""


def one_badge_each(page: Page, record: str) -> int:
    """Waits until every element like `record` has one finished badge, and there are many."""
    counted = page.wait_for_function(
        """record => {
          const all = [...document.querySelectorAll(record)];
          const ready = each => each.querySelectorAll('returnproof-badge[data-state=ready]').length;
          return all.length >= 12 && all.every(each => ready(each) === 1) && all.length; }""",
        arg=record,
    )
    return int(counted.json_value())


def test_every_record_of_the_list_has_one_badge_with_a_word(page):
    one_badge_each(page, ".ant-table-row")


def test_cards_show_the_same_records_each_with_its_badge(page):
    wanted = one_badge_each(page, ".ant-table-row")
    page.get_by_text("卡片").click()
    expect(page.locator(".ant-card returnproof-badge")).to_have_count(wanted)


def test_a_refund_opens_with_its_panel_and_going_back_takes_it_away(page):
    refund_id = first_id(page)
    page.get_by_text("查看详情").first.click()
    panel = page.locator("returnproof-panel")
    expect(panel).to_have_attribute("data-refund-id", refund_id)
    page.go_back()
    expect(page.locator(".ant-table-row").first).to_be_visible()
    expect(panel).to_have_count(0)


def test_refusing_a_refund_sends_nothing_anywhere(page):
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.url) if each.method != "GET" else None)
    page.get_by_text("查看详情").first.click()
    page.get_by_role("button", name="拒绝申请").click()
    page.get_by_label("拒绝说明").fill("发货前已拍照留存")
    page.locator(".ant-modal .ant-select").click()
    page.get_by_title("买家举证不足").click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("示例：没有提交给任何人")).to_be_visible()
    assert [each for each in sent if API not in each] == []
