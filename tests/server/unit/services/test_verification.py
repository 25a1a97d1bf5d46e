"""`verify` against a small real bag: every byte counts, and nothing in a file makes it raise."""

import io
import random
import zipfile

import bagit
import pytest
from tests.server.small_bag import small_bag

from returnproof import contract
from returnproof.services.findings import Code
from returnproof.services.pack_archive import ROOT, entry, write_folder
from returnproof.services.verification import verify


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return small_bag(tmp_path_factory.mktemp("bag"))


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "pack.zip"

    def look(data):
        path.write_bytes(data)
        return verify(path)

    return look


def test_the_pack_itself_holds(good, found):
    assert found(good).findings == ()
    assert found(good).created == "2026-11-23T00:00:00.000Z"


def test_each_single_byte_counts(good, found):
    chosen = random.Random(2)
    for place in range(len(good)):
        changed = bytearray(good)
        changed[place] ^= 1 << chosen.randrange(8)
        assert not found(changed).holds, place


def test_nothing_done_to_the_file_makes_it_raise_or_hold(good, found):
    chosen = random.Random(3)
    for _ in range(800):
        changed = bytearray(good)
        place, other = chosen.randrange(len(good)), chosen.randrange(len(good))
        match chosen.randrange(4):
            case 0:
                for _ in range(chosen.randrange(1, 8)):
                    changed[chosen.randrange(len(changed))] = chosen.randrange(256)
            case 1:
                del changed[place:]
            case 2:
                changed[place:place] = chosen.randbytes(chosen.randrange(1, 50))
            case _:
                changed[place : place + 20] = changed[other : other + 20]
        if bytes(changed) != good:
            assert not found(changed).holds


def test_nothing_written_inside_makes_it_raise_or_hold(good, found):
    chosen = random.Random(4)
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    for _ in range(400):
        changed = dict(members)
        name = chosen.choice(sorted(changed))
        content = bytearray(changed[name])
        place = chosen.randrange(len(content))
        content[place : place + chosen.randrange(3)] = chosen.choice(
            (b"", b"\n", b"\xff", b"%0A", b"{", b'"', b"null", b"../", b"0" * 64, b"  ", b"\r")
        )
        changed[name] = bytes(content)
        if changed == members:
            continue
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for each in sorted(changed):
                archive.writestr(entry(each, len(changed[each])), changed[each])
        assert not found(target.getvalue()).holds


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"[]",
        b'{"originals": 1}',
        b'{"originals": [1]}',
        b'{"originals": [{"path": null}]}',
        b"[" * 100_000,
        b'{"originals": [], "created": 5}',
    ],
)
def test_an_index_that_lies_or_makes_no_sense_is_told(good, found, index, tmp_path):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / ROOT
    (folder / "data/facts/index.json").write_bytes(index)
    bag = bagit.Bag(str(folder))
    bag.save(manifests=True)
    target = io.BytesIO()
    write_folder(folder, target)
    codes = {finding.code for finding in found(target.getvalue()).findings}
    assert codes <= {Code.index_unreadable, Code.original_missing, Code.original_unknown}
    assert codes


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("language", contract.LANGUAGES)
def test_every_finding_has_its_words(code, language):
    assert contract.has_text(f"verification.{code}")
    assert contract.text(f"verification.{code}", language, path="p", detail="d")
