"""Names of sent files, made fit to be kept and shown."""

import pytest

from returnproof.services.file_names import file_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("1.jpg", "1.jpg"),
        ("C:\\fotos\\1.jpg", "1.jpg"),
        ("/tmp/../a/1.jpg", "1.jpg"),
        (".hidden", "hidden"),
        ("a\nb\x00\u200f.jpg", "ab.jpg"),
        ("\ud800.jpg", "jpg"),
        ("///", "file"),
        ("", "file"),
        ("图 片.jpg", "图 片.jpg"),
    ],
)
def test_only_the_visible_last_part_of_a_name_is_kept(sent, kept):
    assert file_name(sent) == kept


def test_a_long_name_keeps_its_end():
    assert file_name("x" * 400 + ".jpg").endswith("x.jpg")
    assert len(file_name("x" * 400 + ".jpg")) == 120
