"""Any row of partial documents ends in what a plain dictionary would hold."""

import secrets
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

TEXT = some.text(some.characters(blacklist_categories=["Cc", "Cs"]), min_size=1, max_size=20)
IDS = some.from_regex(r"[A-Za-z0-9._:@+~-]{3,20}", fullmatch=True)
WHOLE = some.integers(0, 10_000_000)
# Whole milliseconds of this century, as times are given back.
MOMENTS = some.integers(10**12, 4 * 10**12).map(
    lambda ms: (
        datetime.fromtimestamp(ms / 1000, UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )
)
ITEM = some.fixed_dictionaries({"sku": TEXT, "title": TEXT, "quantity": some.integers(1, 9)})

SHIPMENT = {
    "waybill": IDS,
    "items": some.lists(ITEM, max_size=3),
    "weight_g": WHOLE,
    "freight_insurance": some.booleans(),
    "shipped": MOMENTS,
}
CASE = {
    "kind": some.sampled_from(["refund_only", "return_refund", "exchange", "resend", "repair"]),
    "reason": TEXT,
    "reason_text": TEXT,
    "amount_fen": WHOLE,
    "status": TEXT,
    "return_waybill": IDS,
    "return_weight_g": WHOLE,
    "delivered": MOMENTS,
    "platform_flags": some.lists(TEXT, max_size=3, unique=True),
    "deadline": MOMENTS,
}
EMPTY = {"items": [], "platform_flags": []}


def partial(fields):
    """Some of the fields, each with a value or null."""
    return some.fixed_dictionaries(
        {}, optional={name: some.none() | values for name, values in fields.items()}
    )


def check(client, address, fields, bodies, required):
    expected = {name: EMPTY.get(name) for name in fields}
    for number, body in enumerate(bodies):
        answer = client.put(address, json={**required, **body})
        assert answer.status_code == (200 if number else 201), answer.text
        expected |= {
            name: EMPTY.get(name) if value is None else value for name, value in body.items()
        }
        assert {name: answer.json[name] for name in fields} == expected
    assert client.get(address).json == answer.json


BOUNDS = settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@BOUNDS
@given(bodies=some.lists(partial(SHIPMENT), min_size=1, max_size=5))
def test_shipments_merge(client, bodies):
    check(client, f"/api/v1/shipments/{secrets.token_hex(8)}", SHIPMENT, bodies, {})


@BOUNDS
@given(bodies=some.lists(partial(CASE), min_size=1, max_size=5))
def test_cases_merge(client, bodies):
    address = f"/api/v1/cases/{secrets.token_hex(8)}"
    check(client, address, CASE, bodies, {"order_id": "o-1"})
