"""The privacy statement, the options page and the code name the same kinds of data."""

import re
from pathlib import Path

import pytest

from returnproof import contract

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
CODE = (ROOT / "extension" / "src" / "ui" / "options" / "sent.tsx").read_text(encoding="utf-8")


def kinds(name: str) -> list[str]:
    listed = re.search(rf"{name} = \[([^\]]+)\]", CODE)
    assert listed is not None
    return re.findall(r"'(\w+)'", listed.group(1))


@pytest.mark.parametrize("language", contract.LANGUAGES)
def test_every_kind_of_data_is_worded_and_no_other(language):
    options = contract.texts(language)["options"]
    assert sorted(options["sent_kind"]) == sorted(kinds("kindsSent"))
    assert sorted(options["stays_kind"]) == sorted(kinds("kindsKept"))
    assert all(set(each) == {"what", "when", "where"} for each in options["sent_kind"].values())


def test_the_statement_has_a_row_for_each_kind_that_is_sent():
    section = PAGE.split("## ")[1]
    rows = [line for line in section.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) - 1 == len(kinds("kindsSent"))


def test_data_goes_to_the_paired_server_except_the_request_for_a_picture():
    elsewhere = [
        kind
        for kind, said in contract.texts("en")["options"]["sent_kind"].items()
        if said["where"] != "{server}"
    ]
    assert elsewhere == ["pictures"]


def test_only_one_file_of_the_extension_asks_the_network():
    source = ROOT / "extension" / "src"
    asking = re.compile(r"(?<![\w.'])fetch\(|XMLHttpRequest\(|sendBeacon|WebSocket|EventSource")
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.ts*")
        if asking.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"lib/api-client.ts"}
