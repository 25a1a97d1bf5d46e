"""Codes and lettering of a photo, and what they say of two photos beside looks."""

import io
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.server.unit.vision.printed import with_code, with_lettering

from returnproof.domain.comparison import ComparisonResult, Outcome, Reason
from returnproof.domain.difference import Box
from returnproof.domain.figure import FigureKind
from returnproof.domain.found_mark import FoundMark, MarkNature, Registered
from returnproof.vision import lettering
from returnproof.vision.figure import draw as draw_figure
from returnproof.vision.mark_sorting import folded, is_article, of_code, of_lettering, plain
from returnproof.vision.marks import marks_in
from returnproof.vision.marks_verdict import with_marks

PLACE = Box(1, 2, 30, 40)


def mark(text, nature=MarkNature.serial, photo="a", read_by="QRCode", surety=1.0):
    return FoundMark(photo, nature, text, read_by, PLACE, surety)


def answer(outcome=Outcome.inconclusive, item=0.5):
    return ComparisonResult(
        outcome, item, 0.1, "a", (Reason("few_matched_points", {"count": 2}),),
        (Reason("photograph_marks"),), 3, "engine",
    )  # fmt: skip


def test_a_code_is_found_with_its_place_in_the_photo_itself(draw):
    photo = np.asarray(with_code(draw(size=(1000, 800)), "SN-RP20261123A07", place=(600, 300)))
    (found,) = marks_in(photo[::2, ::2], (1000, 800), "p")
    assert (found.nature, found.text) == (MarkNature.serial, "RP20261123A07")
    assert found.photo == "p"
    assert 590 <= found.box.x <= 640
    assert 290 <= found.box.y <= 340
    assert 80 <= found.box.width <= 180


@pytest.mark.parametrize(
    ("text", "form", "nature", "own"),
    [
        ("6901234567892", "EAN13", MarkNature.product, "6901234567892"),
        ("6901234567893", "Code128", MarkNature.code, "6901234567893"),
        ("(01)06901234567892(21)A7K9", "QRCode", MarkNature.serial, "A7K9"),
        ("(01)06901234567892", "DataMatrix", MarkNature.product, "06901234567892"),
        ("490154203237518", "Code128", MarkNature.serial, "490154203237518"),
        ("490154203237519", "Code128", MarkNature.code, "490154203237519"),
        ("https://example.test/p/1", "QRCode", MarkNature.code, "https://example.test/p/1"),
        ("SF1234567890123", "Code128", MarkNature.code, "SF1234567890123"),
    ],
)
def test_a_code_is_sorted_by_what_its_own_text_says(text, form, nature, own):
    assert of_code(text, form) == (nature, own)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S/N: RP2026-1123", (MarkNature.serial, "RP2026-1123")),
        ("SEAL-NO:A00881234", (MarkNature.serial, "A00881234")),
        ("序列号 7F3K-99Q2", (MarkNature.serial, "7F3K-99Q2")),
        ("封签号：A0088123", (MarkNature.serial, "A0088123")),
        ("IMEI1 490154203237518", (MarkNature.serial, "490154203237518")),
        ("ＳＮ：ＡＢ１２３４", (MarkNature.serial, "AB1234")),
        ("MODEL X200-8841", (MarkNature.lettering, "MODEL X200-8841")),
        ("收件人 13812345678", None),
        ("310104199001011234", None),
        ("THE NORTH FACE", None),
        ("", None),
    ],
)
def test_lettering_is_kept_only_where_it_can_number_a_thing_and_no_person(text, found):
    assert of_lettering(text) == found


def test_one_unit_s_own_number_outweighs_looks_either_way():
    for looks in (answer(), answer(Outcome.different_item, 0.02), answer(Outcome.same_item, 0.98)):
        same = with_marks(looks, [mark("RP2026A7")], [mark("RP2026A7", photo="c")])
        assert same.outcome is Outcome.same_item
        assert same.same_item_probability >= 0.98
        assert same.reasons[0].code == "serial_alike"
        other = with_marks(looks, [mark("RP2026A7")], [mark("RP2026B9", photo="c")])
        assert other.outcome is Outcome.different_item
        assert other.same_item_probability <= 0.02
        assert other.reasons[0].detail["reference_text"] == "RP2026A7"
        assert other.reasons[0].detail["candidate_box"] == [1, 2, 30, 40]


def test_one_letter_that_may_be_misread_contradicts_nothing():
    read = [mark("RP2026A7", read_by="lettering", surety=0.95)]
    other = [mark("RP2026A1", photo="c", read_by="lettering", surety=0.95)]
    assert with_marks(answer(), read, other).outcome is Outcome.inconclusive
    unsure = [mark("XX1199B3", photo="c", read_by="lettering", surety=0.75)]
    assert with_marks(answer(), read, unsure).outcome is Outcome.inconclusive
    confused = [mark("RP2O26A7", photo="c", read_by="lettering", surety=0.95)]
    assert with_marks(answer(), read, confused).outcome is Outcome.same_item


def test_a_product_code_tells_products_apart_but_not_units():
    ean, other = "6901234567892", "6923450657713"
    one, same, differs = (
        [mark(text, MarkNature.product, photo, "EAN13")]
        for text, photo in ((ean, "a"), (ean, "c"), (other, "c"))
    )
    looks = answer(Outcome.inconclusive, 0.6)
    alike = with_marks(looks, one, same)
    assert (alike.outcome, alike.same_item_probability) == (Outcome.inconclusive, 0.6)
    assert alike.reasons[0].code == "product_alike"
    assert with_marks(looks, one, differs).outcome is Outcome.different_item
    # An order of several things: the other one may be what is seen.
    several = with_marks(looks, one, differs, Registered(units=2))
    assert several.outcome is Outcome.inconclusive
    assert several.reasons[0].code == "product_differs"
    # Two products in one photo: either may be the one in question.
    assert with_marks(looks, [*one, *differs], differs).reasons[0].code == "product_alike"


def test_a_mark_seen_in_one_photo_only_says_nothing():
    for references, candidate in (([mark("RP2026A7")], []), ([], [mark("RP2026A7", photo="c")])):
        result = with_marks(answer(), references, candidate)
        assert (result.outcome, result.reasons) == (answer().outcome, answer().reasons)
        assert len(result.marks) == 1


def test_a_mark_registered_with_the_order_is_enough_by_itself():
    seal = Registered(("封签 A0088123", "红点"), 1)
    found = with_marks(answer(), [], [mark("A0088123", MarkNature.lettering, "c")], seal)
    assert found.outcome is Outcome.same_item
    found = with_marks(answer(), [], [mark("A0088123", photo="c")], Registered(("a0088-123",)))
    assert found.outcome is Outcome.same_item
    assert found.reasons[0].code == "registered_mark_found"
    assert (
        with_marks(answer(), [], [mark("红点11", photo="c")], seal).outcome is not Outcome.same_item
    )


def test_codes_of_unknown_meaning_move_the_answer_without_deciding_it():
    one, same, other = (
        [mark(text, MarkNature.code, photo)]
        for text, photo in (("QX-88120", "a"), ("QX-88120", "c"), ("QX-99341", "c"))
    )
    risen = with_marks(answer(item=0.5), one, same)
    assert risen.outcome is Outcome.inconclusive
    assert risen.same_item_probability > 0.5
    doubted = with_marks(answer(Outcome.same_item, 0.98), one, other)
    assert doubted.outcome is Outcome.inconclusive
    assert doubted.guidance[0].code == "photograph_marks"
    link = [mark("https://example.test/x", MarkNature.code, photo) for photo in ("a", "c")]
    assert with_marks(answer(), link[:1], link[1:]).reasons == answer().reasons


def test_equal_and_contradicting_marks_together_leave_it_open():
    ean = [
        mark(text, MarkNature.product, photo, "EAN13")
        for text, photo in (("6901234567892", "a"), ("6923450657713", "c"))
    ]
    result = with_marks(
        answer(Outcome.same_item, 0.99),
        [mark("RP2026A7"), ean[0]],
        [mark("RP2026A7", photo="c"), ean[1]],
    )
    assert result.outcome is Outcome.inconclusive
    assert result.guidance


def test_a_copied_picture_stays_that_whatever_is_written_on_it():
    copy = answer(Outcome.same_picture, 0.99)
    result = with_marks(copy, [mark("RP2026A7")], [mark("RP2026B9", photo="c")])
    assert result.outcome is Outcome.same_picture


def test_the_order_of_marks_changes_nothing():
    references = [
        mark("RP2026A7"),
        mark("QX-88120", MarkNature.code, "b"),
        mark("6901234567892", MarkNature.product, "b", "EAN13"),
    ]
    candidate = [
        mark("RP2026A7", photo="c"),
        mark("6901234567892", MarkNature.product, "c", "EAN13"),
    ]
    results = {repr(with_marks(answer(), each, candidate)) for each in permutations(references)}
    results |= {repr(with_marks(answer(), references, each)) for each in permutations(candidate)}
    assert len(results) == 1


@given(st.text(max_size=80))
def test_any_text_is_sorted_or_left_without_an_error(text):
    of_code(text, "QRCode")
    of_lettering(text)
    assert plain(plain(text)) == plain(text)
    assert len(folded(text)) == len(plain(text))
    assert is_article(text) in {True, False}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_figure_numbers_marks_outside_the_photos(draw, tmp_path, settings, language):
    for name, text in (("a", "SN12345678"), ("b", "SN12345678")):
        with_code(draw(size=(800, 600)), text).save(tmp_path / f"{name}.png")
    document = draw_figure(
        tmp_path / "a.png", tmp_path / "b.png", settings, language, kind=FigureKind.marks
    )
    with Image.open(io.BytesIO(document)) as figure:
        pixels = np.asarray(figure.convert("L"))
    assert pixels.shape[1] == 1200
    assert pixels[100:180, :22].min() < 100  # the number, left of the photo
    assert pixels[-40:].min() < 100  # what it is


@pytest.mark.skipif(not lettering.installed(), reason="needs requirements/lettering.txt")
def test_lettering_is_read_where_its_reader_is_installed(draw):
    photo = np.asarray(with_lettering(draw(size=(900, 700)), "S/N RP20261123A07"))
    found = [each for each in marks_in(photo, (900, 700)) if each.nature is MarkNature.serial]
    assert [each.text for each in found] == ["RP20261123A07"]


def test_without_a_reader_lettering_is_simply_not_there(draw, monkeypatch):
    monkeypatch.setattr(lettering, "installed", lambda: False)
    photo = np.asarray(with_lettering(draw(size=(900, 700)), "S/N RP20261123A07"))
    assert marks_in(photo, (900, 700)) == ()
    assert lettering.read(photo) == ()
