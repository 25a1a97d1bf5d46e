"""The served pages as a browser meets them: signing in, devices, codes, and who may not."""

import html
import re

import pytest

from returnproof import contract
from returnproof.domain.access import Role

COOKIE = "returnproof_session"


@pytest.fixture
def browser(anyone):
    anyone.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return anyone


@pytest.fixture
def sign_in(browser, access, shop):
    def enter(role=Role.owner, **form):
        code, _ = access.make_code(shop, role)
        return browser.post("/session", data={"code": code, "name": "Li", **form})

    return enter


def csrf(browser):
    return re.search(r'name="csrf_token" value="([0-9a-f]{64})"', browser.get("/").text)[1]


def test_a_stranger_sees_the_way_in_and_nothing_of_a_shop(browser, shop, owner):
    page = browser.get("/")
    assert page.status_code == 200
    assert "Pairing code" in page.text
    assert shop not in page.text


def test_pages_run_nothing_inline_and_nothing_from_elsewhere(browser, sign_in):
    sign_in()
    for url in ("/", "/problems/not-found"):
        page = browser.get(url)
        policy = page.headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.search(r"<script(?![^>]*src=\"/assets/)|\sstyle=|\son\w+=", page.text)
        assert not re.search(r"(src|href|action)=\"(https?:)?//", page.text)
        assert page.headers["Cache-Control"] == "no-store"


def test_a_code_opens_a_session_that_scripts_and_other_sites_cannot_use(browser, sign_in, shop):
    answer = sign_in()
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    page = browser.get("/").text
    assert shop in page
    assert "Li" in page


def test_over_https_the_cookie_is_secure(make_app, address, access, shop):
    client = make_app(public_url="https://proof.example").test_client()
    code, _ = access.make_code(shop, Role.owner)
    answer = client.post(
        "/session",
        data={"code": code},
        headers={"Host": "proof.example"},
        environ_base={"REMOTE_ADDR": address},
    )
    assert answer.status_code == 303
    assert "Secure" in answer.headers["Set-Cookie"]


def test_plain_http_from_elsewhere_needs_a_yes_to_the_named_risk(make_app, address, access, shop):
    client = make_app(host="192.168.1.5").test_client()
    client.environ_base["REMOTE_ADDR"] = address
    lan = {"Host": "192.168.1.5:8600"}
    assert "连接没有加密" in client.get("/", headers=lan).text
    assert client.get("/api/v1/about", headers=lan).json["secure"] is False
    code, _ = access.make_code(shop, Role.owner)
    assert client.post("/session", data={"code": code}, headers=lan).status_code == 422
    agreed = {"code": code, "accept_risk": "1"}
    assert client.post("/session", data=agreed, headers=lan).status_code == 303


def test_a_wrong_code_is_explained_on_the_page(browser):
    answer = browser.post("/session", data={"code": "AAAAA-AAAAA"})
    assert answer.status_code == 403
    assert answer.content_type.startswith("text/html")
    assert 'role="alert"' in answer.text


def test_guessing_on_the_page_counts_like_guessing_at_the_api(browser):
    statuses = {
        browser.post("/session", data={"code": "AAAAA-AAAAA"}).status_code for _ in "x" * 12
    }
    assert statuses == {403, 429}


def test_another_site_cannot_sign_somebody_in(browser, access, shop):
    code, _ = access.make_code(shop, Role.owner)
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
    ):
        answer = browser.post("/session", data={"code": code}, headers=headers)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


def test_the_owner_sees_devices_and_revokes_one(browser, sign_in, key_for, shop):
    sign_in()
    device = key_for(shop, Role.station, "打包台 <b>3</b>")
    page = browser.get("/").text
    assert "打包台 &lt;b&gt;3&lt;/b&gt;" in page
    assert browser.get("/api/v1/me", headers=device.headers).status_code == 200
    token = csrf(browser)
    url = f"/devices/{device.id}/revoke"
    assert browser.post(url, data={"csrf_token": token}).status_code == 303
    assert browser.get("/api/v1/me", headers=device.headers).status_code == 401


@pytest.mark.parametrize("sent", [{}, {"csrf_token": ""}, {"csrf_token": "0" * 64}])
def test_changes_without_the_pages_own_token_are_refused(browser, sign_in, key_for, shop, sent):
    sign_in()
    device = key_for(shop)
    for url in (f"/devices/{device.id}/revoke", "/codes", "/session/end"):
        answer = browser.post(url, data=sent)
        assert answer.status_code == 403
        assert answer.content_type.startswith("text/html")
    api = browser.post("/api/v1/tokens/codes", json={})
    assert api.status_code == 403
    assert api.json["type"].endswith("/csrf-refused")
    assert browser.get("/api/v1/me", headers=device.headers).status_code == 200


def test_another_sites_page_cannot_use_even_a_stolen_csrf_token(browser, sign_in):
    sign_in()
    token = csrf(browser)
    headers = {"Origin": "https://evil.example"}
    answer = browser.post("/codes", data={"csrf_token": token, "role": "owner"}, headers=headers)
    assert answer.status_code == 403


def test_the_session_works_for_the_api_with_its_csrf_header(browser, sign_in):
    sign_in()
    assert browser.get("/api/v1/me").json["role"] == "owner"
    headers = {"X-CSRF-Token": csrf(browser)}
    made = browser.post("/api/v1/tokens/codes", json={"role": "staff"}, headers=headers)
    assert made.status_code == 201


def test_a_code_made_on_the_page_pairs_and_comes_with_a_picture(browser, sign_in, shop):
    sign_in()
    page = browser.post("/codes", data={"csrf_token": csrf(browser), "role": "staff"})
    code = re.search(r"<output>([0-9A-Z]{5}-[0-9A-Z]{5})</output>", page.text)[1]
    assert 'src="data:image/svg+xml' in html.unescape(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    paired = browser.post("/api/v1/pairings", json={"code": code, "name": "x"})
    assert (paired.json["shop"], paired.json["role"]) == (shop, "staff")
    bad = browser.post("/codes", data={"csrf_token": csrf(browser), "role": "king"})
    assert bad.status_code == 422


def test_staff_sees_no_devices_and_makes_no_codes(browser, sign_in, key_for, shop):
    key_for(shop, name="secret-device")
    sign_in(Role.staff)
    page = browser.get("/").text
    assert "secret-device" not in page
    assert (
        browser.post("/codes", data={"csrf_token": csrf(browser), "role": "owner"}).status_code
        == 403
    )


def test_signing_out_ends_the_session_everywhere(browser, sign_in, app):
    answer = sign_in()
    stolen = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    assert browser.post("/session/end", data={"csrf_token": csrf(browser)}).status_code == 303
    thief = app.test_client()
    thief.set_cookie(COOKIE, stolen)
    assert thief.get("/api/v1/me").status_code == 401
    assert browser.get("/api/v1/me").status_code == 401


def test_a_sessions_secret_is_no_bearer_and_a_bearer_no_session(browser, sign_in, app, owner):
    answer = sign_in()
    secret = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    other = app.test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    assert other.get("/api/v1/me", headers=headers).status_code == 401
    other.set_cookie(COOKIE, owner.bearer)
    assert other.get("/api/v1/me").status_code == 401


def test_language_follows_the_browser_and_the_switch(anyone):
    assert 'lang="zh-CN"' in anyone.get("/").text
    assert 'lang="en"' in anyone.get("/", headers={"Accept-Language": "en-GB"}).text
    assert anyone.get("/language/en").status_code == 303
    assert 'lang="en"' in anyone.get("/", headers={"Accept-Language": "zh-CN"}).text
    assert anyone.get("/language/xx").status_code == 404


def test_every_problem_type_has_its_page_in_both_languages(anyone):
    for slug in contract.texts("zh-CN")["problem"]:
        for language in contract.LANGUAGES:
            page = anyone.get(f"/problems/{slug}", headers={"Accept-Language": language})
            assert page.status_code == 200
            assert contract.text(f"problem.{slug}.title", language) in html.unescape(page.text)
    assert anyone.get("/problems/nonsense").status_code == 404


def test_assets_are_served_and_nothing_beside_them(anyone):
    for name in ("pages.css", "mark.svg", "code-from-link.js"):
        answer = anyone.get(f"/assets/{name}", buffered=True)
        assert answer.status_code == 200
    for name in ("../pages.py", "%2e%2e/pages.py", "..%2fpages.py", "nothing"):
        assert anyone.get(f"/assets/{name}", buffered=True).status_code == 404


@pytest.mark.parametrize("language", contract.LANGUAGES)
def test_no_page_shows_the_name_of_a_text_instead_of_the_text(browser, sign_in, language):
    headers = {"Accept-Language": language}
    shown = [browser.get("/", headers=headers).text]
    shown.append(browser.post("/session", data={"code": "x"}, headers=headers).text)
    sign_in()
    shown.append(browser.get("/", headers=headers).text)
    made = {"csrf_token": csrf(browser), "role": "station"}
    shown.append(browser.post("/codes", data=made, headers=headers).text)
    shown.append(browser.get("/problems/not-found", headers=headers).text)
    for text in shown:
        assert not re.search(r"\b(page|problem|promise)\.[a-z_]+", text)
        assert "{" not in html.unescape(text)
