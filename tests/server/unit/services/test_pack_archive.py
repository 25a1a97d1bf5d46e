"""What somebody may have done to a pack's archive, and what `verify` calls it."""

import io
import zipfile

import pytest
from tests.server.small_bag import small_bag

from returnproof.services.findings import Code
from returnproof.services.pack_archive import ROOT, entry
from returnproof.services.verification import verify


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return small_bag(tmp_path_factory.mktemp("bag"))


@pytest.fixture
def rewritten(good, tmp_path):
    """Writes the pack again with members changed, added or left out."""

    def write(change, raw=None):
        with zipfile.ZipFile(io.BytesIO(good)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
        change(members)
        target = tmp_path / "changed.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for name in sorted(members):
                archive.writestr(entry(name, len(members[name])), members[name])
            if raw:
                raw(archive)
        return {finding.code for finding in verify(target).findings}

    return write


def test_a_rewritten_pack_without_changes_holds(rewritten):
    assert rewritten(lambda members: None) == set()


def test_what_was_changed_is_named(rewritten):
    def photo(members):
        name = next(name for name in members if "originals/photos/" in name)
        members[name] = bytes([members[name][0] ^ 1]) + members[name][1:]

    def dropped(members):
        del members[next(name for name in members if "originals/photos/" in name)]

    def added(members):
        members[f"{ROOT}/data/originals/photos/extra.jpg"] = b"x"

    def tag(members):
        members[f"{ROOT}/bag-info.txt"] += b"Note: x\n"

    def beside(members):
        members[f"{ROOT}/note.txt"] = b"x"

    def fetch(members):
        members[f"{ROOT}/fetch.txt"] = b"http://example.org/x 1 data/x\n"

    assert {Code.file_changed} <= rewritten(photo)
    assert {Code.file_missing, Code.oxum_wrong} <= rewritten(dropped)
    assert {Code.file_unlisted, Code.oxum_wrong} <= rewritten(added)
    assert {Code.file_changed} <= rewritten(tag)
    assert {Code.file_unlisted} <= rewritten(beside)
    assert {Code.refers_elsewhere} <= rewritten(fetch)


NAMES = {
    "../../etc/cron.d/x": Code.unsafe_name,
    "/etc/passwd": Code.unsafe_name,
    f"{ROOT}/../x": Code.unsafe_name,
    f"{ROOT}/data//x": Code.unsafe_name,
    f"{ROOT}\\data\\x": Code.unsafe_name,
    "C:/x": Code.unsafe_name,
    f"{ROOT}/data/x\u202ejpg.exe": Code.unsafe_name,
    f"{ROOT}/data/con. ": Code.unsafe_name,
    f"{ROOT}/{'x' * 300}": Code.unsafe_name,
    "elsewhere/x": Code.outside_bag,
    f"{ROOT}/BAGIT.TXT": Code.colliding_name,
    f"{ROOT}/data/folder/": Code.unsafe_name,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_member_with_a_dangerous_name_is_refused(rewritten, name):
    def raw(archive):
        archive.writestr(entry(name, 1), b"x")

    assert NAMES[name] in rewritten(lambda members: None, raw)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_member_of_one_name_is_refused(rewritten):
    def raw(archive):
        archive.writestr(entry(f"{ROOT}/bagit.txt", 1), b"x")

    assert Code.duplicate_name in rewritten(lambda members: None, raw)


def test_a_link_is_refused(rewritten):
    def raw(archive):
        link = entry(f"{ROOT}/data/link", 11)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")

    assert Code.not_a_plain_file in rewritten(lambda members: None, raw)


def test_a_bomb_is_refused_before_it_is_read(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{ROOT}/data/zeros", b"\0" * 50_000_000)
    assert {finding.code for finding in verify(bomb).findings} == {Code.compressed}


def test_too_many_members_are_refused(tmp_path):
    crowd = tmp_path / "crowd.zip"
    with zipfile.ZipFile(crowd, "w") as archive:
        for number in range(5001):
            archive.writestr(entry(f"{ROOT}/data/{number}", 0), b"")
    assert {finding.code for finding in verify(crowd).findings} == {Code.too_many_files}


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x05\x06" + b"\0" * 18, b"\0" * 5000])
def test_what_is_no_archive_is_told_not_raised(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert not verify(path).holds
