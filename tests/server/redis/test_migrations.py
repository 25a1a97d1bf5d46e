"""Records of an older schema are brought forward; those of a newer one are refused in words."""

import msgspec
import pytest
from tests.server.redis import samples

from returnproof.domain.case import Case
from returnproof.domain.errors import StorageUnavailable
from returnproof.services.records import Commit, Index
from returnproof.storage import keys
from returnproof.storage.envelope import SCHEMA, head_of
from returnproof.storage.errors import StoreTooNew
from returnproof.storage.migrations import Migrations


def shout(kind, document):
    """A change no default could express: statuses are written in capitals from now on."""
    if kind == "case" and document["status"]:
        document |= {
            "status": document["status"].upper(),
            "return_waybill": "SF" + document["status"],
        }
    return document


def migrations(records, steps=1):
    table = {SCHEMA + number: shout for number in range(steps)}
    return Migrations(records.door, SCHEMA + steps, table)


pytestmark = pytest.mark.usefixtures("no_other_shops")


def test_a_migration_changes_documents_and_their_indexes(records, shop):
    records.commit(
        shop, Commit(writes=[samples.case(status="new"), *samples.one_of_each(shop)[1:]])
    )
    assert migrations(records).run() == 1
    case = records.get(shop, Case, "refund-1")
    assert (case.status, case.return_waybill, case.version) == ("NEW", "SFnew", 2)
    assert records.find(shop, Index.case_waybill, "SFnew") == ("refund-1",)
    for key in records.door.client.scan_iter(f"{keys.documents(shop)}*"):
        assert head_of(records.door.read("GET", key)).schema == SCHEMA + 1
    assert migrations(records).run() == 0


def test_several_steps_are_taken_in_order(records, shop):
    records.commit(shop, Commit(writes=[samples.case(status="a")]))
    migrations(records, steps=2).run()
    assert records.get(shop, Case, "refund-1").return_waybill == "SFA"


def test_an_interrupted_migration_goes_on_where_it_stopped(records, shop):
    records.commit(
        shop, Commit(writes=[samples.case(f"r{number}", status="a") for number in range(9)])
    )
    seen = []

    def breaking(kind, document):
        seen.append(document)
        if len(seen) == 5:
            raise KeyboardInterrupt
        return shout(kind, document)

    with pytest.raises(KeyboardInterrupt):
        Migrations(records.door, SCHEMA + 1, {SCHEMA: breaking}).run()
    with pytest.raises(StorageUnavailable) as told:
        records.commit(shop, Commit(touched=["r1"]))
    assert told.value.members["cause"] == "schema"
    with pytest.raises(StoreTooNew):
        Migrations(records.door).run()
    assert migrations(records).run() == 1
    found = records.get_many(shop, Case, [f"r{number}" for number in range(9)])
    assert {(case.status, case.version) for case in found} == {("A", 2)}


def test_a_server_older_than_the_records_refuses_in_words_and_changes_nothing(records, shop):
    records.commit(shop, Commit(writes=[samples.case(status="new")]))
    migrations(records).run()
    with pytest.raises(StoreTooNew, match=r"newer ReturnProof.*Update ReturnProof.*请升级"):
        Migrations(records.door).run()
    with pytest.raises(StorageUnavailable):
        records.commit(shop, Commit(touched=["r1"]))
    assert records.assessment_epochs(shop, ["r1"]) == [0]


def test_assessments_of_the_old_form_are_forgotten(records, shop):
    records.commit(shop, Commit(writes=[samples.case()]))
    records.cache_assessments(shop, [("refund-1", 0, b"{}")])
    migrations(records).run()
    assert records.cached_assessment(shop, ["refund-1"]) == [None]


def test_a_field_added_with_a_default_needs_no_migration(records, shop):
    records.commit(shop, Commit(writes=[samples.case()]))
    key = keys.document(shop, "case", "refund-1")
    head, _, body = records.door.read("GET", key).partition(b"\n")
    document = msgspec.json.decode(body)
    del document["scenario"]
    document["of_tomorrow"] = 1
    records.door.write("SET", key, head + b"\n" + msgspec.json.encode(document))
    assert records.get(shop, Case, "refund-1").scenario is None
