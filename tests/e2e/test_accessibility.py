"""axe-core finds nothing on what we draw: pages of the extension, the overlay, the owner's page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from tests.e2e.backend import DIST
from tests.e2e.browser import chromium, extension_origin, pair
from tests.e2e.server import Server

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
OURS = ["returnproof-panel", "returnproof-badge", "returnproof-filter"]
# What it is shown in: each language once, each scheme once.
SHOWN = {"zh-CN": "light", "en": "dark"}

RUN = """async among => {
  const there = among?.filter(name => document.querySelector(name)).map(name => [name]);
  const { violations } = await axe.run(there ? { include: there } : document);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`)); }
"""

pytestmark = [
    pytest.mark.xdist_group("e2e"),
    pytest.mark.skipif(
        not (DIST.is_dir() and AXE.exists()),
        reason="needs the sample pages and axe-core: npm ci, npm run build --workspace sample",
    ),
]


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with Server(folder / "data", sample=True) as running:
        yield running


@pytest.fixture(scope="module", params=SHOWN)
def seller(
    request: pytest.FixtureRequest, playwright: Playwright, server: Server, folder: Path
) -> Iterator[BrowserContext]:
    profile = folder / request.param
    scheme = SHOWN[request.param]
    with chromium(playwright, profile, locale=request.param, color_scheme=scheme) as context:
        page = pair(context, server.url, server.code("sample"))
        page.select_option("select[name=language]", request.param)
        page.close()
        yield context


def faults(page: Page, among: list[str] | None = None) -> list[str]:
    """What axe has against the page, or against those elements of it and their shadow roots."""
    page.evaluate(AXE.read_text())
    return list(page.evaluate(RUN, among))


@pytest.mark.parametrize("name", ["options", "popup", "sidepanel"])
def test_nothing_is_against_a_page_of_the_extension(seller: BrowserContext, name: str) -> None:
    page = seller.new_page()
    page.goto(f"{extension_origin(seller)}/{name}.html")
    expect(page.locator("h1, h2").first).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert faults(page) == []
    page.close()


def test_nothing_is_against_badges_filter_bar_and_panel(
    seller: BrowserContext, server: Server
) -> None:
    page = seller.new_page()
    page.goto(f"{server.url}/sample/zone/refund/list")
    expect(page.locator("returnproof-badge[data-state=ready]").nth(11)).to_be_attached()
    expect(page.locator("returnproof-filter")).to_be_attached()
    assert faults(page, OURS) == []
    page.get_by_text("查看详情").first.click()
    tabs = page.locator("returnproof-panel [role=tab]")
    expect(tabs.first).to_be_visible()
    assert faults(page, OURS) == []
    for name in ("figure", "swipe", "difference"):
        page.locator(f"returnproof-panel #tab-{name}").click()
        expect(page.locator("returnproof-panel .pair [aria-busy=true]")).to_have_count(0)
        assert faults(page, ["returnproof-panel"]) == []
    page.close()


def test_nothing_is_against_the_owners_page(seller: BrowserContext, server: Server) -> None:
    page = seller.new_page()
    page.goto(server.url)
    expect(page.locator("h1").first).to_be_visible()
    assert faults(page) == []
    page.close()
