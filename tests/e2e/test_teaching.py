"""Pages nobody described: taught by pointing, renewed from the server, and led back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from tests.e2e.browser import extension_origin, paired
from tests.e2e.overlay import badged, badges
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")
ORIGIN = "https://s.kwaixiaodian.com"
PAGE = f"{ORIGIN}/zone/service/desk"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "platforms"

# Words no description of ours has, and a link that a click must not follow while one points.
ROWS = "".join(
    f'<tr id=r{n}><td><a href="/left">SV{1000 + n}X{n}</a></td><td>某买家</td>'
    f"<td>{880000000 + n}</td><td>¥{n}.50</td></tr>"
    for n in (1, 2, 3)
)
HEAD = "<th>服务编码</th><th>客户</th><th>交易流水</th><th>应退</th>"
BODY = f"<meta charset=utf-8><title>desk</title><table><tr>{HEAD}</tr>{ROWS}</table>"


@pytest.fixture
def seller(playwright: Playwright, server: Server, tmp_path: Path) -> Iterator[BrowserContext]:
    def serve(context: BrowserContext) -> None:
        context.route(
            f"{ORIGIN}/**",
            lambda route: route.fulfill(body=BODY, content_type="text/html; charset=utf-8"),
        )

    with paired(playwright, tmp_path / "profile", server, "taught", serve) as context:
        yield context


def options(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"{extension_origin(context)}/options.html")
    expect(page.locator("[data-platform=kuaishou]")).to_be_visible()
    return page


def begin(own: Page, page: Page) -> None:
    """As the toolbar's button does; no test can press that."""
    tab = own.evaluate("async url => (await chrome.tabs.query({ url: url + '*' }))[0].id", page.url)
    answer = own.evaluate("tab => chrome.runtime.sendMessage({ type: 'teach-start', tab })", tab)
    assert answer["ok"], answer
    expect(page.locator("returnproof-picker")).to_be_attached()


RIGHT = [[f"r{n}", f"SV{1000 + n}X{n}"] for n in (1, 2, 3)]


def test_a_page_is_taught_by_pointing_seen_before_it_is_kept_and_forgotten_again(seller):
    page = seller.new_page()
    page.goto(PAGE)
    own = options(seller)
    begin(own, page)
    page.bring_to_front()
    picker = page.locator("returnproof-picker")
    page.locator("#r2").get_by_text("SV1002X2").click()
    page.locator("#r2").get_by_text("880000002").click()
    seen = picker.locator("[data-records]")
    expect(seen).to_have_attribute("data-records", "3")
    expect(picker.locator(".frame.badge")).to_have_count(3)
    picker.locator("[data-action=skip]").click()
    page.locator("#r2").get_by_text("¥2.50").click()
    expect(picker.get_by_text("应退")).to_be_visible()
    # Nothing of the page was set off by pointing at it, and nothing is kept yet.
    assert page.url == PAGE
    assert badges(page) == []
    picker.locator("[data-action=save]").click()
    expect(page.locator("returnproof-picker")).to_have_count(0)
    badged(page, RIGHT)
    page.reload()
    badged(page, RIGHT)

    own.bring_to_front()
    own.reload()
    row = own.locator("[data-platform=kuaishou]")
    with own.expect_download() as download:
        row.get_by_role("button", name="导出").click()
    taught = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert taught["labels"]["refund_id"] == ["服务编码"]
    row.get_by_role("button", name="删除").click()
    expect(page.locator("returnproof-badge")).to_have_count(0)
    file = {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(taught).encode()}
    own.locator("input[name=description]").set_input_files(file)
    badged(page, RIGHT)


def test_pointing_by_keyboard_and_giving_up_leave_the_page_as_it_was(seller):
    page = seller.new_page()
    page.goto(PAGE)
    before = page.evaluate("document.body.innerHTML")
    begin(options(seller), page)
    page.bring_to_front()
    picker = page.locator("returnproof-picker")
    picker.locator("summary").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(picker.locator(".steps .done")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("returnproof-picker")).to_have_count(0)
    assert page.evaluate("document.body.innerHTML") == before
    assert badges(page) == []


def test_a_newer_description_comes_from_the_server_and_a_bad_one_changes_nothing(
    seller, server, tmp_path
):
    document = json.loads((SHARED / "kuaishou.json").read_text(encoding="utf-8"))
    built_in = document["version"]
    document["labels"]["refund_id"].append("服务编码")
    document["labels"]["order_id"].append("交易流水")
    document["id_formats"]["refund_id"] = {"characters": "0-9A-Za-z", "shortest": 6, "longest": 24}

    def hand_out(**changes: object) -> None:
        file = tmp_path / "newer.json"
        file.write_text(json.dumps({**document, **changes}), encoding="utf-8")
        assert server.command("platform", "add", file).returncode == 0

    page = seller.new_page()
    page.goto(PAGE)
    own = options(seller)
    hand_out(version=built_in + 10)
    own.get_by_role("button", name="检查更新").click()
    row = own.locator("[data-platform=kuaishou]")
    expect(row).to_have_attribute("data-version", str(built_in + 10))
    badged(page, RIGHT)

    hand_out(version=built_in + 11, engine=99)
    own.get_by_role("button", name="检查更新").click()
    expect(own.get_by_text("需要更新的扩展")).to_be_visible()
    expect(page.locator("returnproof-badge")).to_have_count(3)

    own.locator("select[name=version-kuaishou]").select_option(str(built_in))
    expect(row).to_have_attribute("data-version", str(built_in))
    expect(page.locator("returnproof-badge")).to_have_count(0)
    own.locator("select[name=version-kuaishou]").select_option("")
    badged(page, RIGHT)
