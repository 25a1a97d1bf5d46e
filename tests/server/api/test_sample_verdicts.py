"""The sample shop's verdicts come from its pixels: exchanged photos exchange them."""

import pytest
from tests.server.pictures import upload

from returnproof.domain.comparison import Comparison
from returnproof.sample.stage import Stage
from returnproof.services.comparing import Comparing
from returnproof.services.records import Index

NOON = 1_800_000_000.0


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Two cases whose buyers show the very thing that was packed; each of another kind."""
    stage = Stage(tmp_path_factory.mktemp("sample"), NOON)
    plain = [
        case
        for case in stage.cases
        if case.claims and len(case.packing) == 2 and not case.claims[0].changes
        if not case.claims[0].copy
    ]
    flawed = [case for case in stage.cases if case.claims and case.thing.kind == "mug"]
    return stage.drawn(plain[0]), stage.drawn(flawed[0])


@pytest.fixture
def outcomes(client, store, ports, shop):
    """Uploads both cases' photos as anyone would and answers with both outcomes."""

    def compare(turn, pairs):
        comparing = Comparing(ports.records, ports.blobs, ports.vision)
        found = []
        for number, (packed, claimed) in enumerate(pairs):
            order, refund = f"o-{turn[0]}{number}", f"r-{turn[0]}{number}"
            client.put(f"/api/v1/cases/{refund}", json={"order_id": order})
            upload(client, f"/api/v1/shipments/{order}/photos", *map(_bytes, packed.packing))
            address = f"/api/v1/cases/{refund}/photos?role=buyer_claim"
            upload(client, address, claimed.claims[0].read_bytes())
            (waiting,) = store.records.find(shop, Index.comparison_case, refund)
            comparing.run(shop, waiting)
            found.append(store.records.get(shop, Comparison, waiting).result.outcome)
        return found

    return compare


def _bytes(path):
    return path.read_bytes()


def test_two_exchanged_photos_change_both_verdicts(drawn, outcomes):
    one, other = drawn
    assert outcomes("in place", [(one, one), (other, other)]) == ["same_item", "same_item"]
    exchanged = outcomes("exchanged", [(one, other), (other, one)])
    assert not {"same_item", "same_picture"} & set(exchanged)
