"""The owner's page in a real Chromium: the browser's own rules about cookies, origins and CSP."""

import re
import shutil

import pytest
from playwright.sync_api import expect
from tests.e2e.browser import CHROMIUM, PATIENCE_MS

pytestmark = pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason="Chromium is not installed")


@pytest.fixture
def page(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    complaints = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    browser.close()
    assert complaints == []


def test_an_owner_signs_in_pairs_a_device_and_shuts_it_out(server, page):
    bearer = server.token("demo", "打包台 1")
    page.goto(f"{server.url}/#code={server.code('demo')}")
    assert "#" not in page.url
    page.fill("#name", "小李")
    page.click('form[action="/session"] button')
    expect(page.locator("h1")).to_have_text("demo")
    assert page.evaluate("document.cookie") == ""

    page.click('form[action="/codes"] button')
    code = page.locator("output").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", code)
    picture = page.locator("section.code img")
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") > 50
    paired = page.request.post(
        f"{server.url}/api/v1/pairings", data={"code": code, "name": "新设备"}
    )
    assert paired.status == 201

    page.goto(server.url)
    row = page.locator("tr", has_text="打包台 1")
    row.get_by_role("button", name="停用 打包台 1").click()
    expect(page.locator("tr", has_text="打包台 1")).to_have_class("gone")
    headers = {"Authorization": f"Bearer {bearer}"}
    assert page.request.get(f"{server.url}/api/v1/me", headers=headers).status == 401

    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#code")).to_be_visible()


def test_everything_on_the_page_can_be_reached_and_done_by_keyboard(server, page):
    page.goto(server.url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "code":
            break
    page.keyboard.type(server.code("demo"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("demo")
