"""The promise as a whole: from packing photos in a folder to evidence that can be handed over."""

import email
import email.policy
import hashlib
import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from tests.bench.pictures import another_view, textured, write
from tests.e2e.backend import LIST, ORIGIN, Backend, detail_address, row
from tests.e2e.browser import PATIENCE_MS, paired
from tests.e2e.overlay import until
from tests.e2e.server import Server

pytestmark = pytest.mark.xdist_group("e2e")
REAL = Path(__file__).resolve().parents[3] / "shared" / "photos" / "dreambooth" / "dataset"
SHOP = "main-job"


@dataclass(frozen=True)
class Return:
    """One order: what was packed, and what the buyer shows."""

    refund_id: str
    order_id: str
    packed: tuple[Path, ...]
    shown: Path


@pytest.fixture(scope="module")
def returns(folder: Path) -> tuple[Return, Return]:
    """The same thing from elsewhere, and another thing. Real photos where there are some."""
    if REAL.is_dir():
        packs = [sorted((REAL / name).glob("*.jpg")) for name in ("backpack", "clock")]
        return (
            Return("2600000000000001", "2500000000000001", tuple(packs[0][:3]), packs[0][3]),
            Return("2600000000000002", "2500000000000002", tuple(packs[0][:3]), packs[1][0]),
        )
    thing, other = textured(1, 1600, 1200), textured(2, 1600, 1200)
    packed = tuple(write(folder, f"packed-{n}", another_view(thing, n)) for n in range(3))
    same = write(folder, "same", another_view(thing, 9))
    return (
        Return("2600000000000001", "2500000000000001", packed, same),
        Return("2600000000000002", "2500000000000002", packed, write(folder, "other", other)),
    )


@pytest.fixture(scope="module")
def server(folder: Path, returns: tuple[Return, ...]) -> Iterator[Server]:
    """A shop whose packing photos were imported from a folder, an order a folder."""
    for each in returns:
        order = folder / "packing" / each.order_id
        order.mkdir(parents=True)
        for photo in each.packed:
            shutil.copy(photo, order / photo.name)
    with Server(folder / "data") as running:
        imported = running.command("import", folder / "packing", "--shop", SHOP)
        assert imported.returncode == 0, imported.stderr
        yield running


@pytest.fixture(scope="module")
def backend(returns: tuple[Return, ...]) -> Backend:
    rows = [
        row(each.refund_id, each.order_id, pictures=[f"{ORIGIN}/photos/{each.refund_id}.jpg"])
        for each in returns
    ]
    return Backend(rows, {f"{each.refund_id}.jpg": each.shown for each in returns})


@pytest.fixture(scope="module")
def seller(
    playwright: Playwright, server: Server, backend: Backend, folder: Path
) -> Iterator[BrowserContext]:
    """The seller's paired browser."""
    with paired(playwright, folder / "profile", server, SHOP, backend.serve) as context:
        yield context


def ask(server: Server, token: str, path: str, method: str = "GET") -> tuple[bytes, str]:
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(server.url + path, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read(), answer.headers.get("Location", "")


def opened(context: BrowserContext, refund_id: str) -> tuple[Page, list[str]]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(detail_address(refund_id))
    page.wait_for_selector("returnproof-panel", state="attached")
    return page, errors


def judged(server: Server, token: str, refund_id: str, page: Page) -> dict:
    """The assessment once every comparison is done."""
    found: dict = {}

    def done() -> bool:
        with suppress(urllib.error.HTTPError):
            path = f"/api/v1/cases/{refund_id}/assessment"
            found.update(json.loads(ask(server, token, path)[0]))
        return {each["state"] for each in found.get("comparisons", [])} == {"done"}

    until(page, done, 3 * PATIENCE_MS)
    return found


def test_the_list_has_one_badge_in_each_records_own_row(
    seller: BrowserContext, returns: tuple[Return, ...]
):
    page = seller.new_page()
    page.goto(LIST)
    for each in returns:
        badge = page.locator(f'tr[data-row-key="{each.refund_id}"] returnproof-badge')
        expect(badge).to_have_count(1)
        expect(badge).to_have_attribute("data-refund-id", each.refund_id)
        expect(badge).to_have_attribute("data-state", "ready")
    expect(page.locator("returnproof-badge")).to_have_count(len(returns))
    page.close()


def test_a_refund_page_shows_a_verdict_with_its_reasons(
    seller: BrowserContext, server: Server, returns: tuple[Return, ...]
):
    same, swapped = returns
    token = server.token(SHOP, "verdict")
    outcomes = {}
    for each in returns:
        page, errors = opened(seller, each.refund_id)
        found = judged(server, token, each.refund_id, page)
        (comparison,) = found["comparisons"]
        assert comparison["reasons"], "every verdict shows its reasons"
        assert comparison["outcome"] != "inconclusive" or comparison["guidance"]
        outcomes[each.refund_id] = comparison["outcome"]
        assert errors == []
        page.close()
    assert outcomes[same.refund_id] in {"same_item", "inconclusive"}
    assert outcomes[swapped.refund_id] in {"different_item", "inconclusive"}


def test_one_click_keeps_the_photos_the_facts_and_the_page_byte_for_byte(
    seller: BrowserContext, server: Server, backend: Backend, returns: tuple[Return, ...]
):
    each = returns[0]
    token = server.token(SHOP, "evidence")
    page, errors = opened(seller, each.refund_id)
    judged(server, token, each.refund_id, page)
    page.locator('returnproof-panel [data-action="keep"]').click()
    for kind in ("page_facts", "raw_json", "page_archive", "buyer_claim"):
        kept = page.locator(f'[data-kept-kind="{kind}"][data-kept-state="done"]').first
        expect(kept).to_be_visible()
    expect(page.locator('[data-kept-state="failed"]')).to_have_count(0)
    listed = json.loads(ask(server, token, f"/api/v1/cases/{each.refund_id}/evidence")[0])
    archive = next(e for e in listed["evidence"] if e["kind"] == "page_archive")
    mhtml, _ = ask(server, token, f"/api/v1/evidence/{archive['id']}/original")
    assert hashlib.sha256(mhtml).hexdigest() == archive["sha256"]
    assert_the_page_as_it_was(mhtml, each)
    case = json.loads(ask(server, token, f"/api/v1/cases/{each.refund_id}")[0])
    (photo,) = [p for p in case["photos"] if p["role"] == "buyer_claim"]
    original, _ = ask(server, token, f"/api/v1/photos/{photo['id']}/original")
    assert original == each.shown.read_bytes()
    assert errors == []
    assert backend.writes == [], "nothing was ever sent to the platform"
    page.close()


def assert_the_page_as_it_was(mhtml: bytes, each: Return) -> None:
    message = email.message_from_bytes(mhtml, policy=email.policy.default)
    parts = list(message.walk())
    html = "".join(p.get_content() for p in parts if p.get_content_type() == "text/html")
    assert each.refund_id in html
    assert not re.search(r"returnproof-(badge|panel)", html), "our own elements are not the page"
    pictures = [p.get_content() for p in parts if p.get_content_maintype() == "image"]
    assert each.shown.read_bytes() in pictures


def test_a_pack_of_the_case_is_made_and_verified_offline(
    seller: BrowserContext, server: Server, returns: tuple[Return, ...], tmp_path: Path
):
    token = server.token(SHOP, "packs")
    page, _ = opened(seller, returns[0].refund_id)
    judged(server, token, returns[0].refund_id, page)
    page.close()
    path = f"/api/v1/cases/{returns[0].refund_id}/packs"
    made, location = ask(server, token, path, "POST")
    pack = tmp_path / "pack.zip"
    pack.write_bytes(ask(server, token, location.removeprefix(server.url))[0])
    assert json.loads(made)["sha256"] == hashlib.sha256(pack.read_bytes()).hexdigest()
    whole = server.command("verify", pack)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    damaged = bytearray(pack.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    pack.write_bytes(damaged)
    assert server.command("verify", pack).returncode != 0


def test_with_the_server_gone_the_page_works_and_the_badge_says_so(
    seller: BrowserContext, server: Server, returns: tuple[Return, ...]
):
    server.stop()
    page = seller.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        page.goto(LIST)
        badge = page.locator(f'returnproof-badge[data-refund-id="{returns[0].refund_id}"]')
        expect(badge).to_have_attribute("data-state", "offline")
        page.get_by_text("卡片", exact=True).click()
        expect(page.get_by_text(returns[0].order_id).first).to_be_visible()
        assert errors == []
        page.close()
    finally:
        server.start()
    page = seller.new_page()
    page.goto(LIST)
    badge = page.locator(f'returnproof-badge[data-refund-id="{returns[0].refund_id}"]')
    expect(badge).to_have_attribute("data-state", "ready")
    page.close()
