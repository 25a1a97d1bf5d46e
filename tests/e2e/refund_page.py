"""A refund page with all that one click keeps, and the server asked like any client."""

import hashlib
import json
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route
from tests.e2e.overlay import items
from tests.e2e.server import Server

ORIGIN = "https://s.kwaixiaodian.com"
PICTURES = "https://p9.pictures.example"
REFUND = "2600000000000077"
DETAIL = f"{ORIGIN}/zone/refund/detail?refundId="
SHOP = "keeping"
FILM = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(range(256)) * 40
PAPER = b"%PDF-1.4\n" + b"courier's statement\n" * 30
PAGE = f"""<!doctype html><meta charset=utf-8><title>售后详情</title><main><h1>售后详情</h1>
<div><span>售后单号</span><span>{REFUND}</span></div>
<div><span>订单编号</span><span>2500000000000077</span></div>
<div><span>售后类型</span><span>仅退款</span></div><div><span>退款金额</span><span>¥5.00</span></div>
<div><span>买家凭证</span><div><img src="{PICTURES}/claim" width=200>
<video src="/films/unboxing.mp4" width=80></video></div></div>
<section class=q1><h3>协商记录</h3><ul>
<li><p>买家 2026-11-20 09:01:02</p><p>发起仅退款申请，退款原因：质量问题</p></li>
<li><p>商家 2026-11-20 10:30:00</p><p>请补充照片 <script>document.title += '!'</script></p></li>
</ul></section>
<section class=q2><div class=h><b>物流轨迹</b><a>复制</a></div><div>
<div><i>11-18 08:00</i><span>【杭州】已揽收</span></div>
<div><i>11-19 20:15</i><span>已签收，签收人：门卫</span></div></div></section></main>"""


def serve(context: BrowserContext, claim: Path) -> None:
    def page(route: Route) -> None:
        if "/films/" in route.request.url:
            route.fulfill(body=FILM, content_type="video/mp4")
        elif "/somewhere/" in route.request.url:
            picture = f'<h1>Elsewhere</h1><img src="{PICTURES}/other?n=1">'
            route.fulfill(body=picture, content_type="text/html; charset=utf-8")
        else:
            shown = PAGE.replace(REFUND[2:], route.request.url.rpartition("refundId=26")[2])
            route.fulfill(body=shown, content_type="text/html; charset=utf-8")

    context.route(f"{ORIGIN}/**", page)
    context.route(
        f"{PICTURES}/**",
        lambda route: route.fulfill(
            body=claim.read_bytes(), content_type="image/jpeg", headers={"ETag": '"c1"'}
        ),
    )


class Shop:
    """The seller's server, asked like any client."""

    def __init__(self, server: Server, refund_id: str = REFUND) -> None:
        self.server = server
        self.path = f"/api/v1/cases/{refund_id}"
        self.token = server.token(SHOP, "keeping")

    def get(self, path: str) -> bytes:
        address = self.server.url + path
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bytes(answer.read())

    def evidence(self, kind: str) -> list[dict[str, Any]]:
        listed = json.loads(self.get(f"{self.path}/evidence"))["evidence"]
        return [each for each in listed if each["kind"] == kind]

    def photos(self, role: str) -> list[dict[str, Any]]:
        case = json.loads(self.get(self.path))
        return [each for each in case["photos"] if each["role"] == role]

    def original(self, evidence_id: str) -> bytes:
        return self.get(f"/api/v1/evidence/{evidence_id}/original")


def opened(context: BrowserContext, refund_id: str = REFUND) -> Page:
    page = context.new_page()
    page.goto(DETAIL + refund_id)
    page.wait_for_selector("returnproof-panel [data-action=keep]")
    return page


def clicked(context: BrowserContext) -> list[dict[str, Any]]:
    """What a person's click put in the line; a page that is opened puts things there by itself."""
    return [each for each in items(context) if each["by"] == "click"]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
