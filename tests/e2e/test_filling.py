"""填写举证 on real component libraries: the form is filled in and undone, and never sent by us."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect
from tests.bench.pictures import textured, write
from tests.e2e.backend import DIST, LIST, ORIGIN, Backend, detail_address, row
from tests.e2e.browser import paired
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")
SHOP = "forms"
REFUND, ORDER = "2600000000000001", "2500000000000001"
# A picture that asks nobody for anything.
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
DELIVERED = "2026-11-20T02:00:00Z"

# What a person's submit would set off, and every press of a button that is not a person's.
WATCH = """() => {
  window.sent = []
  const note = (event) => window.sent.push(event.type)
  for (const type of ['submit', 'formdata']) addEventListener(type, note, true)
  addEventListener('click', (event) => {
    const button = event.target.closest?.('button,[type=submit]')
    const removes = /删除|移除/.test(button?.title ?? '')
    if (button && !event.isTrusted && !removes) window.sent.push(`click ${button.textContent}`)
  }, true)
}"""


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with Server(folder / "data") as running:
        fill_shop(running, running.token(SHOP), folder)
        yield running


def ask(server: Server, token: str, path: str, body: bytes, kind: str) -> None:
    """PUT of JSON, POST of anything else."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    method = "PUT" if kind == "application/json" else "POST"
    request = urllib.request.Request(server.url + path, method=method, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status in {200, 201}


def fill_shop(server: Server, token: str, folder: Path) -> None:
    """A case with two packing photos, one of them larger than any form takes, and a screenshot."""
    noise = np.random.default_rng(1).integers(0, 256, (2200, 3000, 3), dtype=np.uint8)
    large = folder / "large.jpg"
    Image.fromarray(noise).save(large, quality=95)
    assert large.stat().st_size > 5 << 20
    case = {"order_id": ORDER, "reason": "快递一直未送到", "delivered": DELIVERED}
    path = f"/api/v1/cases/{REFUND}"
    ask(server, token, path, json.dumps(case).encode(), "application/json")
    small = write(folder, "small", textured(3, 900, 700))
    trace = write(folder, "trace", textured(4, 800, 600))
    upload(server, token, f"/api/v1/shipments/{ORDER}/photos", large, small)
    upload(server, token, f"/api/v1/cases/{REFUND}/photos?role=logistics", trace)


def upload(server: Server, token: str, path: str, *files: Path) -> None:
    edge = b"----returnproof"
    parts = b"".join(
        b"--%b\r\nContent-Disposition: form-data; name=file; filename=%b\r\n"
        b"Content-Type: image/jpeg\r\n\r\n%b\r\n" % (edge, each.name.encode(), each.read_bytes())
        for each in files
    )
    kind = f"multipart/form-data; boundary={edge.decode()}"
    ask(server, token, path, parts + b"--" + edge + b"--\r\n", kind)


def seller(
    playwright: Playwright, server: Server, profile: Path, dist: Path
) -> Iterator[tuple[BrowserContext, Backend]]:
    """A browser of its own for each library: its pages come from `dist`."""
    rows = [
        row(
            REFUND, ORDER, reverseLogistics=True, refundReasonDesc="快递一直未送到", itemPicture=DOT
        )
    ]
    backend = Backend(rows, dist=dist)
    with paired(playwright, profile, server, SHOP, backend.serve) as context:
        yield context, backend


@pytest.fixture
def requests() -> list[str]:
    """Every request of a page to the platform, once `watched`."""
    return []


def watched(page: Page, requests: list[str]) -> None:
    page.evaluate(WATCH)
    page.on(
        "request",
        lambda request: requests.append(request.url) if request.url.startswith(ORIGIN) else None,
    )


def offered(page: Page, form: str) -> Locator:
    """The opened offer for a form, with the server's draft in it."""
    filling = page.locator("returnproof-filling")
    filling.get_by_role("button", name=form).click()
    expect(filling.locator("textarea")).not_to_have_value("")
    expect(filling.locator(".pictures li")).to_have_count(3)
    return filling


def filled(filling: Locator) -> None:
    filling.locator("[data-action=fill]").click()
    expect(filling.locator(".done")).to_be_visible()


def assert_nothing_was_sent(page: Page, requests: list[str], backend: Backend) -> None:
    assert page.evaluate("window.sent") == []
    assert requests == []
    assert backend.writes == []


@pytest.fixture
def antd(playwright, server, tmp_path):
    yield from seller(playwright, server, tmp_path / "antd", DIST)


def test_ant_design_takes_words_and_pictures_as_a_persons_and_gives_them_back(antd, requests):
    context, backend = antd
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(detail_address(REFUND))
    page.get_by_role("button", name="申请平台介入").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("textarea")).to_be_visible()
    watched(page, requests)
    filling = offered(page, "平台介入")
    draft = filling.locator("textarea").input_value()
    assert "已签收" in draft
    # The dialog keeps the focus inside itself; a seller must be able to write here all the same.
    filling.locator("textarea").click()
    page.keyboard.press("End")
    page.keyboard.type("补充一句。")
    text = filling.locator("textarea").input_value()
    assert "补充一句。" in text
    filled(filling)
    expect(dialog.locator("textarea")).to_have_value(text)
    expect(dialog.locator(".ant-upload-list-item-container")).to_have_count(3)
    expect(filling.locator(".done")).to_contain_text("交给页面 3 张，页面显示新增 3 张")
    expect(filling.locator(".done")).to_contain_text("副本")
    assert_nothing_was_sent(page, requests, backend)

    filling.locator("[data-action=undo]").click()
    expect(dialog.locator(".ant-upload-list-item-container")).to_have_count(0)
    expect(dialog.locator("textarea")).to_have_value("")
    assert_nothing_was_sent(page, requests, backend)

    # What React holds is what is shown: the form's own check lets the seller's own click through.
    filled(filling)
    dialog.get_by_role("button", name="提 交").or_(
        dialog.get_by_role("button", name="提交")
    ).click()
    expect(page.get_by_text("没有提交给任何人")).to_be_visible()
    assert errors == []


@pytest.fixture
def element_plus(playwright, server, tmp_path, element_pages):
    yield from seller(playwright, server, tmp_path / "element", element_pages)


def test_element_plus_forms_are_told_apart_and_their_own_limits_kept(element_plus, requests):
    context, backend = element_plus
    page = context.new_page()
    page.goto(f"{LIST}?view=forms")
    freight = page.locator("div.block")
    expect(freight.locator("textarea")).to_be_visible()
    watched(page, requests)

    # A block of the page, with a drop area: only one file at a time is taken by its input.
    filling = offered(page, "退货运费")
    filled(filling)
    kept = page.evaluate("formState.freight.text")
    assert "运费" in kept
    assert page.evaluate("formState.reject.text") == ""
    page.wait_for_function("formState.freight.files.length === 3")
    sizes = page.evaluate("formState.freight.files.map(({ size }) => size)")
    assert max(sizes) <= 2 << 20

    # A dialog that opens later lies on top: the offer is for it now.
    page.get_by_role("button", name="驳回").click()
    filling = offered(page, "拒绝申请")
    expect(filling.locator(".pictures input:checked")).to_have_count(2)
    filled(filling)
    page.wait_for_function("formState.reject.files.length === 2")
    assert "已签收" in page.evaluate("formState.reject.text")
    filling.locator("[data-action=undo]").click()
    page.wait_for_function("formState.reject.files.length === 0")
    page.wait_for_function("formState.reject.text === ''")
    assert page.evaluate("formState.submitted") == []
    assert page.evaluate("formState.freight.text") == kept
    assert_nothing_was_sent(page, requests, backend)
