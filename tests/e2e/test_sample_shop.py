"""The sample shop as a newcomer meets it: pages, badges on them, and nothing that does anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from tests.e2e.backend import API, DIST
from tests.e2e.browser import paired
from tests.e2e.server import Server

pytestmark = [
    pytest.mark.xdist_group("e2e"),
    pytest.mark.skipif(
        not DIST.is_dir(), reason="the sample pages are not built: npm run build --workspace sample"
    ),
]


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with Server(folder / "data", sample=True) as running:
        yield running


@pytest.fixture(scope="module")
def seller(playwright: Playwright, server: Server, folder: Path) -> Iterator[BrowserContext]:
    with paired(playwright, folder / "profile", server, "sample") as context:
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
    refund_id = page.locator(".ant-table-row").first.get_attribute("data-row-key") or ""
    page.locator(f'tr[data-row-key="{refund_id}"]').get_by_text("查看详情").click()
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
