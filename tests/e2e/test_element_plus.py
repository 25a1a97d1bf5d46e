"""Recognition on a second component library: Vue and Element Plus, which nothing was tuned for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from tests.e2e.backend import LIST, Backend, row
from tests.e2e.browser import paired
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")
SHOP = "element-plus"
ROWS = 500

# A record's own element on each of the pages.
HOME = "tr.el-table__row, .el-card, [role=row].el-table-v2__row, .el-table-v2__row"

# The page, and the micro-app's shadow root where there is one.
ROOTS = """
  const app = document.getElementById('root')
  const roots = [document, app.shadowRoot].filter(Boolean)
"""

# Looks at every frame: a badge on another record, even for one, is written down.
WATCH = (
    "(home) => {"
    + ROOTS
    + """
  window.wrong = []
  window.frames_seen = 0
  const look = () => {
    window.frames_seen += 1
    for (const badge of roots.flatMap((root) => [...root.querySelectorAll('returnproof-badge')])) {
      const own = badge.closest(home)
      const { refundId } = badge.dataset
      if (!own?.textContent.includes(refundId)) window.wrong.push([refundId, own?.textContent])
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}"""
)

# Whether each record that is on screen, and there are some, has one badge in its own element.
ONE_EACH = (
    "(home) => {"
    + ROOTS
    + """
  const onScreen = (element) => {
    const { height, bottom, top } = element.getBoundingClientRect()
    return height > 0 && bottom > 0 && top < innerHeight
  }
  const shown = roots.flatMap((root) => [...root.querySelectorAll(home)])
    .filter((element) => onScreen(element) && /26000000\\d{8}/.test(element.textContent))
  const counts = shown.map((element) => element.querySelectorAll('returnproof-badge').length)
  return counts.length > 3 && counts.every((count) => count === 1)
}"""
)


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, server: Server, element_pages: Path, folder: Path
) -> Iterator[BrowserContext]:
    rows = [row(f"26000000{n:08}", f"25000000{n:08}", itemTitle=f"商品{n}") for n in range(ROWS)]
    serve = Backend(rows, dist=element_pages).serve
    with paired(playwright, folder / "profile", server, SHOP, serve) as context:
        yield context


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
    page.close()


def opened(page: Page, view: str) -> Page:
    page.goto(f"{LIST}?view={view}")
    page.evaluate(WATCH, HOME)
    page.wait_for_function(ONE_EACH, arg=HOME)
    return page


def assert_right(page: Page) -> None:
    page.wait_for_function("window.frames_seen > 3")
    assert page.evaluate("window.wrong") == []


@pytest.mark.parametrize("view", ["table", "cards", "virtual", "virtual-fixed", "shadow"])
def test_each_record_on_screen_has_one_badge_in_its_own_place(page, view):
    opened(page, view)
    assert_right(page)


def test_recycled_rows_never_carry_another_records_badge(page):
    opened(page, "virtual")
    page.mouse.move(600, 400)
    for _ in range(25):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(60)
    page.wait_for_function(ONE_EACH, arg=HOME)
    assert_right(page)


def test_turning_the_order_round_moves_every_badge_with_its_record(page):
    opened(page, "cards")
    first = page.locator(".el-card").first
    before = first.inner_text()
    page.get_by_role("button", name="倒序").click()
    expect(first).not_to_have_text(before, use_inner_text=True)
    page.wait_for_function(ONE_EACH, arg=HOME)
    assert_right(page)


def test_a_record_whose_id_is_fixed_apart_from_its_row_has_one_badge_beside_its_id(page):
    page.goto(f"{LIST}?view=virtual-fixed")
    shown = page.locator("returnproof-badge[data-refund-id='2600000000000003']")
    expect(shown).to_have_count(1)
    badges = page.locator("returnproof-badge")
    ids = badges.evaluate_all("all => all.map((each) => each.dataset.refundId)")
    assert len(ids) == len(set(ids))


def test_the_detail_page_gets_one_panel_for_its_own_refund(page):
    refund_id = "2600000000000007"
    page.goto(f"{LIST.replace('list', 'detail')}?refundId={refund_id}")
    panel = page.locator("returnproof-panel")
    expect(panel).to_have_attribute("data-refund-id", refund_id)
    expect(panel).to_have_count(1)
