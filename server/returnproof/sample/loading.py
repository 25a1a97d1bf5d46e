"""Fills the shop `sample` through the same routes an importing seller and the overlay use."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from returnproof.sample.client import Client
from returnproof.sample.stage import Drawn, Stage

Progress = Callable[[int, int, str], None]


def fill(stage: Stage, client: Client, progress: Progress) -> None:
    """Draws and uploads case by case. Run again, it sends only what the server does not have.

    Raises client.Refused, OSError when the server cannot be reached.
    """
    stage.write_pages()
    for done, drawn in enumerate(stage.draw_all(), 1):
        _ship(stage, client, drawn)
        _open(stage, client, drawn)
        progress(done, len(stage.cases), drawn.case.product.title)


def _ship(stage: Stage, client: Client, drawn: Drawn) -> None:
    case = drawn.case
    path = f"shipments/{case.order_id}"
    product = case.product
    client.put(
        path,
        {
            "waybill": case.waybill.number,
            "items": [{"sku": product.sku, "title": product.title, "quantity": product.quantity}],
            "marks": [{"kind": "serial", "text": case.thing.unit}],
            "weight_g": case.weight_g,
            "freight_insurance": case.freight_insurance,
            "shipped": _time(stage.started, case.shipped_h),
        },
    )
    _send(client, path, "photos", drawn.packing)


def _open(stage: Stage, client: Client, drawn: Drawn) -> None:
    """What the overlay would send of this record once somebody looks at it."""
    case = drawn.case
    path = f"cases/{case.refund_id}"
    back = case.return_waybill
    client.put(
        path,
        {
            "platform": "kuaishou",
            "order_id": case.order_id,
            "kind": case.kind,
            "reason": case.reason_desc,
            "reason_text": case.text,
            "amount_fen": case.amount_fen,
            "status": str(case.status),
            "buyer_id": case.buyer.id,
            "return_waybill": back.number if back else None,
            "return_weight_g": case.return_weight_g,
            "delivered": _time(stage.started, case.delivered_h),
            "platform_flags": case.flags + ([str(case.risk_code)] if case.risk_code else []),
            "applied": _time(stage.started, case.applied_h),
            "deadline": _time(stage.deadlines, case.deadline_h),
        },
    )
    _send(client, path, "photos?role=buyer_claim", drawn.claims)
    _send(client, path, "photos?role=return_inspection", drawn.inspection)


def _send(client: Client, owner: str, photos: str, files: list[Path]) -> None:
    """The photos the record does not have yet, in one request."""
    if not files:
        return
    record = client.get(owner) or {}
    role = photos.partition("role=")[2] or "packing"
    held = {each["sha256"] for each in _photos(record) if each.get("role", role) == role}
    missing = [file for file in files if hashlib.sha256(file.read_bytes()).hexdigest() not in held]
    if missing:
        client.upload(f"{owner}/{photos}", missing)


def _photos(record: dict[str, Any]) -> list[dict[str, Any]]:
    return list(record.get("photos", ()))


def _time(zero: float, hours: float) -> str:
    moment = datetime.fromtimestamp(zero + hours * 3600, UTC)
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
