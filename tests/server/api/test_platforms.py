"""Platform descriptions as this server hands them out, and the command that changes them."""

import json

import pytest
from click.testing import CliRunner

from returnproof.cli.platform import command
from returnproof.domain.errors import DomainError, Invalid, NotFound
from returnproof.services import descriptions


@pytest.fixture
def kuaishou():
    return next(each for each in descriptions.listed_built_in() if each.id == "kuaishou").document


@pytest.fixture
def data_dir(settings):
    """The running app's own, so that what is added is served; emptied afterwards."""
    yield settings.data_dir
    for file in (settings.data_dir / descriptions.FOLDER).glob("*/*.json"):
        file.unlink()


def written(document):
    return json.dumps(document, ensure_ascii=False).encode()


def served(client):
    answer = client.get("/api/v1/platforms")
    assert answer.status_code == 200
    return {each["id"]: each for each in answer.json["platforms"]}


def test_those_that_came_with_the_program_are_served_whole(client, kuaishou):
    found = served(client)
    assert set(found) == {"kuaishou", "douyin", "pinduoduo", "taobao", "weixin", "xiaohongshu"}
    assert found["kuaishou"] == kuaishou


def test_a_newer_version_is_served_and_taking_it_away_brings_the_one_before_back(
    client, data_dir, kuaishou
):
    before = kuaishou["version"]
    tag = client.get("/api/v1/platforms").headers["ETag"]
    for version in (before + 1, before + 5):
        descriptions.add(data_dir, written({**kuaishou, "version": version}))
    assert served(client)["kuaishou"]["version"] == before + 5
    again = client.get("/api/v1/platforms", headers={"If-None-Match": tag})
    assert again.status_code == 200
    for version in (before + 1, before):
        now = descriptions.remove(data_dir, "kuaishou")
        assert now is not None
        assert now.version == version
        assert served(client)["kuaishou"]["version"] == version
    with pytest.raises(NotFound):
        descriptions.remove(data_dir, "kuaishou")
    same = client.get("/api/v1/platforms", headers={"If-None-Match": tag})
    assert same.status_code == 304


def test_a_platform_of_ones_own_is_served_and_goes_without_trace(client, data_dir, kuaishou):
    own = {**kuaishou, "id": "my-erp", "hosts": ["https://erp.example.com"], "version": 1}
    descriptions.add(data_dir, written(own))
    assert served(client)["my-erp"]["hosts"] == ["https://erp.example.com"]
    assert descriptions.remove(data_dir, "my-erp") is None
    assert "my-erp" not in served(client)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": 0}, "version"),
        ({"version": 1}, "version"),
        ({"hosts": ["http://127.0.0.1"]}, "hosts.0"),
        ({"hosts": []}, "hosts"),
        ({"id": "../kuaishou"}, "id"),
        ({"labels": {"order_id": ["订单编号"]}}, "labels.refund_id"),
        ({"noise": ["\u200b"]}, "noise.0"),
        ({"script": "alert(1)"}, "_body"),
        ({"noise": ["x"] * 81}, "noise"),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_by_name(data_dir, kuaishou, changes, field):
    with pytest.raises(Invalid) as refused:
        descriptions.add(data_dir, written({**kuaishou, "version": 9, **changes}))
    assert list(refused.value.members["errors"]) == [field]
    assert not list((data_dir / descriptions.FOLDER).glob("*/*.json"))


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"id": NaN}', b"[" * 100_000, b" " * 300_000],
    ids=["empty", "null", "list", "cut", "no text", "NaN", "deep", "large"],
)
def test_what_is_no_description_at_all_is_a_named_failure(data_dir, content):
    with pytest.raises(DomainError):
        descriptions.add(data_dir, content)


def test_a_damaged_file_on_disk_is_left_out_and_the_built_in_one_counts(client, data_dir, kuaishou):
    descriptions.add(data_dir, written({**kuaishou, "version": 50}))
    file = data_dir / descriptions.FOLDER / "kuaishou" / "50.json"
    file.write_bytes(file.read_bytes()[:500])
    assert served(client)["kuaishou"]["version"] == kuaishou["version"]


def test_without_a_token_nothing_is_told(anyone):
    assert anyone.get("/api/v1/platforms").status_code == 401


def test_the_command_adds_lists_and_takes_away(tmp_path, kuaishou):
    file = tmp_path / "newer.json"
    file.write_bytes(written({**kuaishou, "version": 77}))

    def run(*arguments):
        return CliRunner().invoke(command, [*arguments, "--data-dir", str(tmp_path / "data")])

    assert run("add", str(file), "--json").exit_code == 0
    listed = json.loads(run("list", "--json").stdout)["platforms"]
    assert [each["version"] for each in listed if each["added"]] == [77]
    assert run("remove", "kuaishou").exit_code == 0
    assert "77" not in run("list").output
    assert isinstance(run("remove", "kuaishou").exception, NotFound)
    assert isinstance(run("add", str(tmp_path / "none.json")).exception, SystemExit)
