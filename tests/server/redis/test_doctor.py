"""The doctor finds each kind of damage and nothing else."""

import hashlib
import io
import os

import pytest
from tests.server.redis import samples

from returnproof.domain.annotation import Annotation
from returnproof.domain.errors import StorageUnavailable
from returnproof.services.doctor import Code, examine
from returnproof.services.records import Commit, Event
from returnproof.storage import keys
from returnproof.storage.blobs import DiskBlobs
from returnproof.storage.inspection import RedisInspection

REFERENCE = "order-photo"


@pytest.fixture
def blobs(tmp_path):
    return DiskBlobs(tmp_path / "blobs", floor=0)


@pytest.fixture
def door(records):
    return records.door


@pytest.fixture
def examined(no_other_shops, records, blobs, shop):
    """A healthy shop, and what the doctor finds in it after something was done to it."""
    picture, words = keep(blobs, b"picture"), keep(blobs, b"words")
    packing = samples.photo(REFERENCE, sha256=picture, role="packing", owner="order-1")
    records.commit(
        shop,
        Commit(
            writes=[
                samples.case(photos=("photo-1",), evidence=("evidence-1",), deadline=samples.NOON),
                samples.shipment(photos=(REFERENCE,), waybill="SF1"),
                packing,
                samples.photo(sha256=picture),
                samples.comparison(references=(REFERENCE,)),
                samples.evidence(sha256=words),
                samples.annotation(),
                samples.pack(sha256=keep(blobs, b"pack")),
                samples.token(shop=shop),
            ],
            events=[Event("case.changed", {"refund_id": "refund-1"})],
            touched=["refund-1"],
        ),
    )
    return lambda: examine(RedisInspection(records.door), blobs)


def keep(blobs, content):
    with blobs.stage() as staged:
        staged.write_from(io.BytesIO(content), 1000)
        blobs.keep(staged)
    return staged.sha256


def found(report):
    return [(finding.code, finding.subject, finding.detail) for finding in report.findings]


def test_a_healthy_store_has_no_findings(examined):
    report = examined()
    assert report.findings == ()
    assert (report.records, report.blobs, report.exit_status) == (9, 3, 0)


def test_a_missing_blob(examined, blobs):
    gone = hashlib.sha256(b"words").hexdigest()
    blobs.path(gone).unlink()
    assert found(examined()) == [(Code.blob_missing, gone, "evidence-1")]
    assert examined().exit_status == 1


def test_a_corrupt_blob(examined, blobs):
    rotten = hashlib.sha256(b"picture").hexdigest()
    blobs.path(rotten).write_bytes(b"pictur3")
    assert [each[:2] for each in found(examined())] == [(Code.blob_corrupt, rotten)]


def test_an_orphan_is_told_when_it_is_old_and_harms_nobody(examined, blobs):
    orphan = keep(blobs, b"never committed")
    assert found(examined()) == []
    os.utime(blobs.path(orphan), (0, 0))
    report = examined()
    assert found(report) == [(Code.blob_orphan, orphan, "")]
    assert report.exit_status == 0


def test_a_damaged_record(examined, door, shop):
    door.write("SET", keys.document(shop, "annotation", "annotation-1"), b"{}\nnonsense")
    codes = {(finding.code, finding.subject) for finding in examined().findings}
    assert (Code.record_damaged, "annotation:annotation-1") in codes


def test_a_damaged_record_is_never_given_as_a_good_one(examined, records, door, shop):
    door.write("SET", keys.document(shop, "annotation", "annotation-1"), b"{}\nnonsense")
    with pytest.raises(StorageUnavailable) as told:
        records.get(shop, Annotation, "annotation-1")
    assert told.value.members["cause"] == "damaged"


def test_a_record_of_no_known_kind_is_damage(examined, door, shop):
    door.write("SET", keys.document(shop, "mystery", "1"), b"{}\n{}")
    assert found(examined()) == [(Code.record_damaged, "mystery:1", "")]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            "photo:photo-1",
            {("case refund-1", "photo photo-1"), ("comparison comparison-1", "photo photo-1")},
        ),
        (
            f"photo:{REFERENCE}",
            {
                ("shipment order-1", f"photo {REFERENCE}"),
                ("comparison comparison-1", f"photo {REFERENCE}"),
            },
        ),
        ("evidence:evidence-1", {("case refund-1", "evidence evidence-1")}),
        ("shipment:order-1", {(f"photo {REFERENCE}", "shipment order-1")}),
        (
            "case:refund-1",
            {
                (source, "case refund-1")
                for source in (
                    "photo photo-1",
                    "comparison comparison-1",
                    "evidence evidence-1",
                    "pack pack-1",
                    "annotation annotation-1",
                )
            },
        ),
    ],
)
def test_a_record_that_vanished_is_missed_by_those_that_name_it(
    examined, door, shop, document, expected
):
    door.write("DEL", keys.document(shop, *document.split(":")))
    dangling = {(s, d) for code, s, d in found(examined()) if code is Code.reference_dangling}
    assert dangling == expected


@pytest.mark.parametrize(
    "suffix",
    [
        "index:case.order:order-1",
        "order:case.deadline",
        "index:photo.sha256:" + hashlib.sha256(b"picture").hexdigest(),
        "token:" + "ef" * 32,
    ],
)
def test_a_lost_index(examined, door, shop, suffix):
    door.write("DEL", keys.prefix(shop) + suffix)
    report = examined()
    assert {(finding.code, finding.detail) for finding in report.findings} == {
        (Code.index_missing, suffix)
    }
    assert report.exit_status == 1


def test_a_stray_index_entry(examined, door, shop):
    for suffix in ("index:case.order:other", "order:case.updated"):
        door.write("ZADD", keys.prefix(shop) + suffix, 0, "0" * 18 + ":nobody")
    door.write("SET", keys.prefix(shop) + "token:" + "12" * 32, b"{}\n{}")
    strays = {(code, detail) for code, _, detail in found(examined())}
    assert strays == {
        (Code.index_stray, "index:case.order:other"),
        (Code.index_stray, "order:case.updated"),
        (Code.index_stray, "token:" + "12" * 32),
    }
