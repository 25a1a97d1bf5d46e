"""Schemathesis over the exported description: whatever is sent, nothing answers with a 5xx.

Requests that keep to the description and requests that break it, against the real app and store.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from returnproof.openapi import document

# An event stream never ends, and revoking tokens at random would end the test itself.
SKIPPED = {"/api/v1/events", "/api/v1/tokens/{token_id}"}
DESCRIPTION = document()
OPERATIONS = [
    (method, path)
    for path, operations in DESCRIPTION["paths"].items()
    for method in operations
    if path not in SKIPPED and method != "parameters"
]
EXAMPLES = 8


def own_fault(answer):
    """What a broken request must not lead to."""
    assert answer.status_code < 500 or answer.status_code == 507, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == ["application/problem+json"], answer.text
        body = answer.json()
        assert body["status"] == answer.status_code
        assert body["type"].startswith("http")
        assert body["title"]
        assert body["detail"]


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("place", OPERATIONS, ids=" ".join)
def test_no_request_breaks_the_server(app, owner, address, mode, place):
    method, path = place
    description = schemathesis.openapi.from_wsgi(
        "/openapi.json", app, headers={"Host": "localhost"}
    )
    operation = description[path][method]
    environment = {"REMOTE_ADDR": address}

    @seed(20261123)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        answer = case.call(headers=dict(owner.headers), environ_overrides=environment)
        own_fault(answer)
        # Else nothing behind the door would have been tried; guessing codes is limited hard.
        if mode is GenerationMode.POSITIVE and not path.endswith("/pairings"):
            assert answer.status_code not in {401, 421, 429}

    try:
        run()
    except Exception as error:
        # Some operations have nothing that could be broken (no parameters, no body).
        if type(error).__name__ not in {"Unsatisfiable", "Unsatisfied"}:
            raise
