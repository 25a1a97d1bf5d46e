"""Which order a file belongs to, and which code is the courier's."""

from pathlib import Path

import pytest

from returnproof.services.importing import files_in, order_of
from returnproof.services.waybills import waybill_among

ROOT = Path("/root")


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("230123_2.jpg", "230123"),
        ("230123 2.jpg", "230123"),
        ("230123.jpg", "230123"),
        ("230123-2.jpg", "230123-2"),
        ("230123.front.jpg", "230123.front"),
        ("230123_a b.jpg", "230123"),
        ("230123/1.jpg", "230123"),
        ("230123/deep/er/1.jpg", "230123"),
        ("a_b/1.jpg", "a_b"),
        ("230123/230123", "230123"),
        ("_x.jpg", ""),
    ],
)
def test_the_order_is_the_folder_or_the_beginning_of_the_name(path, order):
    assert order_of(ROOT, ROOT / path) == order


def test_what_systems_leave_in_folders_is_passed_over(tmp_path):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "b.jpg", "__MACOSX/c.jpg", "O/a.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert files_in(tmp_path) == [tmp_path / "b.jpg", tmp_path / "O" / "a.jpg"]


@pytest.mark.parametrize(
    "waybill",
    ["SF1234567890123", "YT2412345678901", "78912345678901", "EA123456789CN", "6901234567890"],
)
def test_a_couriers_number_is_told_from_what_else_is_on_a_label(waybill):
    article = "6901234567892"  # its check digit is right
    assert waybill_among(["https://example.com/q/123456789012", article, waybill]) == waybill


@pytest.mark.parametrize(
    "text", ["", "ABCDEFGHIJKLMN", "1234567", "12345678901\n", "单号1234567890"]
)
def test_other_texts_are_no_waybill(text):
    assert waybill_among([text]) is None
