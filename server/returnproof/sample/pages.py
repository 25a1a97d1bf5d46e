"""What the platform would answer its pages, shaped as shared/platforms/kuaishou.json reads it.

Addresses of pictures are file names; whoever serves the answers puts its own address before them.
Times in milliseconds, money in fen, ids as strings.
"""

from typing import Any, Final

from returnproof.sample.catalogue import SampleCase
from returnproof.sample.drawing import Wanted

_KIND: Final = {"refund_only": 10, "return_refund": 1, "exchange": 3, "resend": 4, "repair": 5}
_KIND_WORDS: Final = {1: "退货退款", 10: "仅退款", 3: "换货", 4: "补寄", 5: "维修"}
_STATUS_WORDS: Final = {
    10: "待商家处理", 11: "待商家处理", 12: "已拒绝，待买家处理", 20: "平台介入处理中",
    21: "平台介入处理中", 30: "待买家寄回", 40: "待商家确认收货", 60: "退款成功", 70: "售后关闭",
}  # fmt: skip
_DONE: Final = (60, 70)


def moment(started: float, hours: float) -> int:
    return round((started + hours * 3600) * 1000)


def row(case: SampleCase, started: float, deadlines: float) -> dict[str, Any]:
    """One record of the list. `deadlines` is the hour zero that deadlines are counted from."""
    kind = _KIND[case.kind]
    back = case.return_waybill
    traced = "已签收" if (back and case.status == 40) or not case.received else "已发货"  # noqa: PLR2004
    return {
        "refundId": case.refund_id,
        "orderId": case.order_id,
        "handlingWay": kind,
        "handlingWayDesc": _KIND_WORDS[kind],
        "refundFee": case.amount_fen,
        "refundStatus": case.status,
        "refundStatusDesc": _STATUS_WORDS[case.status],
        "negotiateStatus": case.negotiate,
        "refundReason": case.reason,
        "refundReasonDesc": case.reason_desc,
        "refundDesc": case.text,
        "receiptStatus": 2 if case.received else 1,
        "buyerOpenId": case.buyer.id,
        "buyerNick": case.buyer.nick,
        "itemTitle": case.product.title,
        "skuNick": case.product.sku,
        "itemNum": case.product.quantity,
        "itemPrice": case.product.price_fen,
        "itemPicture": f"item-{case.refund_id}.jpg",
        "expressCompanyCode": back.code if back else "",
        "expressNo": back.number if back else "",
        "expressCompanyName": back.company if back else "",
        "reverseLogistics": back is not None,
        "logisticsTypeCode": 0,
        "expressLatestTraceState": traced,
        "freightInsurance": case.freight_insurance,
        "riskCode": case.risk_code,
        "riskTags": case.flags,
        "submitTime": moment(started, case.applied_h),
        "recvTime": moment(started, case.delivered_h),
        "expireTime": None if case.status in _DONE else moment(deadlines, case.deadline_h),
        "supportActions": [] if case.status in _DONE else ["agree", "reject"],
    }


def detail(
    case: SampleCase, photos: list[Wanted], started: float, deadlines: float
) -> dict[str, Any]:
    """The refund page: the row and what belongs to it alone."""
    out = case.waybill
    return {
        **row(case, started, deadlines),
        "pictures": [each.file for each in photos if each.of == "claims"],
        "sendTime": moment(started, case.shipped_h),
        "deliverExpressCompany": out.company,
        "deliverExpressNo": out.number,
        "negotiateHistory": [
            {"time": moment(started, each.h), "role": each.who, "content": each.text}
            for each in case.history
        ],
    }


def logistics(case: SampleCase, started: float) -> dict[str, Any]:
    """The parcel's way, as `…/logistics/detail` answers."""
    steps = [{"title": each.text, "desc": moment(started, each.h)} for each in case.trace]
    return {"modules": {"logisticsDetailStep": {"data": {"itemList": steps}}}}
