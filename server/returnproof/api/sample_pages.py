"""The sample seller backend under /sample/: its built pages, and answers shaped as the platform's.

What it serves was drawn by `python -m returnproof.sample`; nothing here knows a sample id.
"""

import json
import os
import re
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, redirect, request, send_from_directory

from returnproof.api.addresses import base_url
from returnproof.api.security import public
from returnproof.api.wiring import settings

PREFIX: Final = "/sample"
FOLDER: Final = "sample"
# Ant Design writes style elements of its own; no inline script, and nothing from elsewhere.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_API: Final = "/rest/pc/aftersales/schema/refund"
_MOST: Final = 100
_ID: Final = re.compile(r"[0-9]{1,30}")

blueprint = Blueprint("sample_pages", __name__, url_prefix=PREFIX)


def dist() -> Path:
    """Where the built pages are; absent until `npm run build --workspace sample`."""
    named = os.environ.get("RETURNPROOF_SAMPLE_DIR")
    return Path(named) if named else Path(__file__).parents[3] / "sample" / "dist"


@blueprint.get("/")
@public
def start() -> Any:
    return redirect(f"{PREFIX}/zone/refund/list")


@blueprint.get("/zone/refund/<any(list, detail):page>")
@public
def page(page: str) -> Response:
    del page
    response = _file(dist(), "index.html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/zone/refund/<path:asset>")
@public
def asset(asset: str) -> Response:
    """Built files carry their hash in the name, except the few at the top."""
    response = _file(dist(), asset)
    if asset.startswith("assets/"):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@blueprint.get("/photos/<name>")
@public
def photo(name: str) -> Response:
    """404 until it is drawn; a drawn one never changes."""
    response = _file(settings().data_dir / FOLDER / "photos", name)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@blueprint.post(f"{_API}/list/pagination")
@public
def listing() -> Response:
    """Filters and pages as the platform's list does; only what the page itself asks for."""
    asked = request.get_json(silent=True)
    asked = asked if isinstance(asked, dict) else {}
    stored = _stored("list.json")
    if stored is None:
        return _not_yet()
    rows = [row for row in stored if _matches(row, asked)]
    offset, limit = _number(asked.get("offset"), 0), _number(asked.get("limit"), 20)
    shown = rows[offset : offset + min(limit, _MOST)]
    return _answer({"total": len(rows), "resultList": [_addressed(row) for row in shown]})


@blueprint.get(f"{_API}/detail")
@public
def detail() -> Response:
    if _stored("list.json") is None:
        return _not_yet()
    found = _stored("detail", request.args.get("refundId", ""))
    return _answer(_addressed(found) if found else None)


@blueprint.get(f"{_API}/logistics/detail")
@public
def logistics() -> Response:
    return _answer(_stored("logistics", request.args.get("refundId", "")))


def _matches(row: dict[str, Any], asked: dict[str, Any]) -> bool:
    kind, statuses, keyword = (
        asked.get("handlingWay"),
        asked.get("refundStatus"),
        asked.get("keyword"),
    )
    if kind is not None and row["handlingWay"] != kind:
        return False
    if isinstance(statuses, list) and row["refundStatus"] not in statuses:
        return False
    found = (row["refundId"], row["orderId"], row["itemTitle"])
    return not isinstance(keyword, str) or any(keyword in each for each in found)


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and value >= 0 else otherwise


def _addressed(row: dict[str, Any]) -> dict[str, Any]:
    """With whole addresses of pictures, as a platform gives them."""
    photos = f"{base_url()}{PREFIX}/photos/"
    pictures = [photos + each for each in row.get("pictures", ())]
    more = {"pictures": pictures} if "pictures" in row else {}
    return {**row, "itemPicture": photos + row["itemPicture"], **more}


def _stored(kind: str, refund_id: str | None = None) -> Any:
    """What the drawing process wrote, None where there is no such record."""
    folder = settings().data_dir / FOLDER / "page"
    if refund_id is None:
        path = folder / kind
    elif _ID.fullmatch(refund_id):
        path = folder / kind / f"{refund_id}.json"
    else:
        return None
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def _answer(data: Any) -> Response:
    """The platform's envelope: always 200, `result` 1 when it went well."""
    envelope = (
        {"result": 1, "data": data}
        if data is not None
        else {"result": 2, "error_msg": "售后单不存在"}
    )
    response = Response(json.dumps(envelope, ensure_ascii=False), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _not_yet() -> Response:
    """The sample shop is filled after the server began to answer: the page asks again."""
    response = Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = "1"
    return response


def _file(folder: Path, name: str) -> Response:
    """Never anything outside the folder; 404 for what is not there."""
    return send_from_directory(folder.resolve(), name)
