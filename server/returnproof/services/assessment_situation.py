"""What has happened with the goods, so that no sentence says more than that."""

from collections.abc import Iterable

from returnproof.domain.case import KEPT_BY_BUYER
from returnproof.domain.case_file import CaseFile
from returnproof.domain.comparison import Outcome
from returnproof.domain.photo import PhotoRole
from returnproof.services.ports import Json


def situation_of(file: CaseFile, codes: Iterable[str]) -> Json:
    """`back`: `none` comes back, `possible`, `coming` or `arrived`; `facts`, the telling first.

    `codes` are those of the signals. `coming` is said of a return with a
    waybill that nobody has registered as arrived.
    """
    case = file.case
    if case.return_weight_g is not None or file.with_role(PhotoRole.return_inspection):
        back = "arrived"
    elif case.return_waybill:
        back = "coming"
    else:
        back = "none" if case.kind in KEPT_BY_BUYER else "possible"
    role = PhotoRole.return_inspection if back == "arrived" else PhotoRole.buyer_claim
    differs = bool(file.found(role, Outcome.different_item))
    known = {
        "differs": differs,
        "lighter": "returned_lighter" in codes,
        "compared": differs or bool(file.found(role, Outcome.same_item)),
        "delivered": case.delivered is not None,
    }
    return {"back": back, "facts": [name for name, holds in known.items() if holds]}
