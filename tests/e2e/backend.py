"""The seller backend at its own address: the sample pages, answering with records of the test."""

import json
import mimetypes
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Route

ORIGIN = "https://s.kwaixiaodian.com"
LIST = f"{ORIGIN}/zone/refund/list"
DIST = Path(__file__).resolve().parents[2] / "sample" / "dist"
API = "/rest/pc/aftersales/schema/refund"


def detail_address(refund_id: str) -> str:
    return f"{ORIGIN}/zone/refund/detail?refundId={refund_id}"


def row(refund_id: str, order_id: str, **more: Any) -> dict[str, Any]:
    """One record in the shape of the platform's own answers; times in ms, money in fen."""
    now = int(time.time() * 1000)
    return {
        "refundId": refund_id, "orderId": order_id, "handlingWay": 1,
        "handlingWayDesc": "退货退款", "refundFee": 12900, "refundStatus": 11,
        "refundStatusDesc": "待商家处理", "refundReasonDesc": "质量问题",
        "refundDesc": "收到的不是这个", "receiptStatus": 2, "buyerNick": "D**",
        "itemTitle": "双肩包", "skuNick": "红色", "itemNum": 1, "itemPrice": 12900,
        "itemPicture": f"{ORIGIN}/none.png", "expressNo": "", "expressCompanyName": "",
        "reverseLogistics": False, "expressLatestTraceState": "", "freightInsurance": False,
        "riskTags": [], "submitTime": now - 3_600_000, "recvTime": now - 86_400_000,
        "sendTime": now - 3 * 86_400_000, "deliverExpressCompany": "圆通",
        "deliverExpressNo": "YT1000000001", "negotiateHistory": [], "pictures": [],
        "expireTime": now + 36 * 3_600_000,
        **more,
    }  # fmt: skip


@dataclass
class Backend:
    """Answers every request of `context` to the platform's host; anything else there is a 404."""

    rows: Sequence[Mapping[str, Any]]
    photos: Mapping[str, Path] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)
    dist: Path = DIST

    def serve(self, context: BrowserContext) -> None:
        context.route(f"{ORIGIN}/**", self._answer)

    def _answer(self, route: Route) -> None:
        request = route.request
        address = urlsplit(request.url)
        if address.path.startswith(API):
            self._data(route, address.path.removeprefix(API), parse_qs(address.query))
            return
        if request.method != "GET":
            self.writes.append(f"{request.method} {request.url}")
        name = address.path.rpartition("/photos/")[2]
        if name in self.photos:
            file = self.photos[name]
        elif address.path in {"/zone/refund/list", "/zone/refund/detail"}:
            file = self.dist / "index.html"
        else:
            file = self.dist / address.path.removeprefix("/zone/refund/").lstrip("/")
        if file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    def _data(self, route: Route, what: str, query: Mapping[str, list[str]]) -> None:
        if what == "/list/pagination":
            data: Any = {"total": len(self.rows), "resultList": self.rows}
        elif what == "/detail":
            wanted = query.get("refundId", [""])[0]
            data = next((each for each in self.rows if each["refundId"] == wanted), None)
        else:
            steps = {"data": {"itemList": []}}
            data = {"modules": {"logisticsDetailStep": steps}}
        route.fulfill(
            body=json.dumps({"result": 1, "data": data}, ensure_ascii=False),
            content_type="application/json",
        )
