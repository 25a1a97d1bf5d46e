"""Case files made of real records, for the tests of what follows from them."""

from dataclasses import replace

from hypothesis import strategies as st

from returnproof.domain.case import Case, CaseKind
from returnproof.domain.case_file import CaseFile, Repeat
from returnproof.domain.comparison import Comparison, ComparisonResult, ComparisonState, Outcome
from returnproof.domain.evidence import Evidence, EvidenceKind
from returnproof.domain.photo import Fingerprint, Photo, PhotoFacts, PhotoRole
from returnproof.domain.shipment import Shipment

WHEN = "2026-11-01T08:00:00.000Z"
ALIKE = {
    Outcome.same_item: 0.96,
    Outcome.same_picture: 0.98,
    Outcome.different_item: 0.04,
    Outcome.inconclusive: 0.5,
}


def case(refund_id: str = "R1", order_id: str = "O1", **fields) -> Case:
    return Case(refund_id=refund_id, order_id=order_id, created=WHEN, updated=WHEN, **fields)


def shipment(**fields) -> Shipment:
    return Shipment(order_id="O1", created=WHEN, updated=WHEN, **fields)


def photo(photo_id: str, role: PhotoRole = PhotoRole.buyer_claim, **fields) -> Photo:
    taken = fields.pop("taken", None)
    return Photo(
        id=photo_id,
        sha256=fields.pop("sha256", photo_id),
        size=1000,
        role=role,
        owner="O1" if role is PhotoRole.packing else "R1",
        name=f"{photo_id}.jpg",
        facts=PhotoFacts("image/jpeg", 800, 600, Fingerprint("0" * 16, "0" * 64, 90), taken),
        created=WHEN,
        **fields,
    )


def comparison(
    candidate: str,
    outcome: Outcome | None,
    *,
    same_item: float | None = None,
    state: ComparisonState | None = None,
) -> Comparison:
    """`outcome` None is one without a result yet."""
    result = outcome and ComparisonResult(
        outcome=outcome,
        same_item_probability=ALIKE[outcome] if same_item is None else same_item,
        same_picture_probability=0.97 if outcome is Outcome.same_picture else 0.03,
        best_reference="P1",
        reasons=(),
        guidance=(),
        elapsed_ms=100,
        engine="test",
    )
    return Comparison(
        id=f"C-{candidate}",
        refund_id="R1",
        candidate=candidate,
        references=("P1",),
        state=state or (ComparisonState.done if result else ComparisonState.pending),
        created=WHEN,
        updated=WHEN,
        result=result,
    )


def evidence(kind: EvidenceKind) -> Evidence:
    return Evidence(f"E-{kind.value}", "R1", kind, "ab", 10, kind.value, WHEN)


def compared(
    outcome: Outcome | None, role: PhotoRole = PhotoRole.buyer_claim, **fields
) -> CaseFile:
    """One packing photo, one candidate, and what the engine said of it."""
    return CaseFile(
        case=case(**fields),
        shipment=shipment(photos=("P1",)),
        packing=(photo("P1", PhotoRole.packing),),
        photos=(photo("B1", role),),
        comparisons=(comparison("B1", outcome),),
    )


def others(count: int, **fields) -> tuple[Case, ...]:
    """Other cases of the same buyer, each of another order."""
    return tuple(case(f"X{each:03}", f"OX{each:03}", buyer="b", **fields) for each in range(count))


def repeat(*, exact: bool = True, distance: int = 0, **fields) -> Repeat:
    return Repeat("B1", "Z1", "R9", exact, distance, "2026-10-29T08:00:00.000Z", **fields)


def without_packing(file: CaseFile) -> CaseFile:
    return replace(file, packing=(), comparisons=())


@st.composite
def case_files(draw) -> CaseFile:
    """Any mixture of what can be known of a case."""
    roles = draw(st.lists(st.sampled_from(list(PhotoRole)), max_size=5))
    photos = tuple(
        photo(f"B{n}", role, taken=draw(st.sampled_from([None, "2026-10-01T00:00:00", "odd"])))
        for n, role in enumerate(roles)
        if role is not PhotoRole.packing
    )
    packing = draw(st.integers(0, 3))
    outcomes = st.one_of(st.none(), st.sampled_from(list(Outcome)))
    known = tuple(
        comparison(each.id, draw(outcomes), same_item=draw(st.floats(0, 1)))
        for each in photos
        if packing
    )
    weights = st.one_of(st.none(), st.integers(0, 5000))
    return CaseFile(
        case=case(
            kind=draw(st.one_of(st.none(), st.sampled_from(list(CaseKind)))),
            reason=draw(st.sampled_from([None, "14", "质量问题", "七天无理由", "少件/漏发"])),
            buyer=draw(st.sampled_from([None, "b"])),
            delivered=draw(st.sampled_from([None, WHEN])),
            return_weight_g=draw(weights),
            platform_flags=tuple(draw(st.lists(st.sampled_from(["10001", "极速退款"])))),
        ),
        shipment=shipment(
            weight_g=draw(weights),
            shipped=draw(st.sampled_from([None, WHEN])),
            freight_insurance=draw(st.sampled_from([None, True, False])),
        ),
        packing=tuple(photo(f"P{n}", PhotoRole.packing) for n in range(packing)),
        photos=photos,
        comparisons=known,
        evidence=tuple(evidence(kind) for kind in draw(st.sets(st.sampled_from(EvidenceKind)))),
        others=others(draw(st.integers(0, 12)), kind=CaseKind.return_refund),
        insured_orders=frozenset(f"OX{n:03}" for n in range(draw(st.integers(0, 12)))),
        repeats=tuple(
            repeat(exact=exact, distance=0 if exact else 4)
            for exact in draw(st.lists(st.booleans(), max_size=2))
        ),
    )
