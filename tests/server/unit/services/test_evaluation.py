import csv
import json

import pytest
from PIL import Image, ImageDraw

from returnproof.config import Settings
from returnproof.domain.comparison import Outcome
from returnproof.domain.errors import Invalid
from returnproof.services.evaluation import compare_files, evaluate, table
from returnproof.services.labelled_pairs import read_pairs


def photo(path, seed, size=(500, 400)):
    image = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size).convert("RGB")
    pen = ImageDraw.Draw(image)
    for place in range(60):
        x, y = (seed * 7919 + place * 6151) % 400, (seed * 104729 + place * 1299709) % 300
        colour = tuple((seed * 31 + place * part) % 256 for part in (37, 59, 83))
        pen.rectangle((x, y, x + 20 + place % 17, y + 15 + place % 23), fill=colour)
    image.save(path)
    return path


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path)


@pytest.fixture
def folder(tmp_path):
    for seed in (1, 2, 3):
        photo(tmp_path / f"{seed}.png", seed)
    with Image.open(tmp_path / "1.png") as image:
        image.crop((40, 30, 460, 370)).convert("RGB").save(tmp_path / "copy.jpg", quality=70)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    return tmp_path


def write(path, rows, columns=("reference", "candidate", "label", "task", "note")):
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def test_each_row_gives_one_line_in_its_order_with_its_own_columns(folder, settings):
    pairs = write(
        folder / "pairs.csv",
        [
            ("1.png", "copy.jpg", "same", "same_picture", "a copy"),
            ("1.png|2.png", "3.png", "different", "same_picture", ""),
            ("1.png", "broken.jpg", "same", "same_picture", "bad"),
            ("1.png", "nowhere.jpg", "", "", "gone"),
            ("broken.jpg", "1.png", "", "", "bad reference"),
        ],
    )
    told = []
    metrics = evaluate(
        settings, pairs, folder, folder / "out.jsonl", jobs=2, progress=lambda *at: told.append(at)
    )
    lines = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [line["note"] for line in lines] == ["a copy", "", "bad", "gone", "bad reference"]
    assert lines[0]["outcome"] == "same_picture"
    assert lines[0]["same_picture_probability"] > 0.9
    assert lines[0]["best_reference"] == "1.png"
    for line in lines[2:4]:
        assert line["outcome"] == "inconclusive"
        assert line["reasons"][0]["code"] == "unreadable"
        assert line["guidance"]
    assert [reason["code"] for reason in lines[4]["reasons"]] == ["reference_unreadable"]
    assert (metrics.rows, metrics.unreadable) == (5, 2)
    assert told == [(done, 5) for done in range(1, 6)]
    assert "same_picture" in "\n".join(table(metrics))


def test_a_list_without_its_columns_is_refused_by_name(folder, settings):
    pairs = write(folder / "pairs.csv", [], columns=("left", "candidate"))
    with pytest.raises(Invalid, match="reference"):
        evaluate(settings, pairs, folder, folder / "out.jsonl")


def test_the_number_of_jobs_changes_no_answer(folder, settings):
    pairs = write(
        folder / "pairs.csv",
        [(f"{one}.png", f"{other}.png", "", "", "") for one in (1, 2, 3) for other in (1, 2, 3)],
    )
    answers = []
    for jobs in (1, 3):
        evaluate(settings, pairs, folder, folder / "out.jsonl", jobs=jobs)
        lines = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
        answers.append([{**line, "elapsed_ms": 0} for line in lines])
    assert answers[0] == answers[1]


def test_two_files_are_compared_and_their_figure_is_drawn_in_either_language(folder, settings):
    for language in ("zh-CN", "en"):
        figure = folder / f"{language}.png"
        result = compare_files(
            settings,
            [folder / "2.png", folder / "1.png"],
            folder / "copy.jpg",
            figure=figure,
            language=language,
        )
        assert result.outcome is Outcome.same_picture
        assert result.best_reference == str(folder / "1.png")
        with Image.open(figure) as image:
            assert image.format == "PNG"
            assert image.width == 1200
    assert (folder / "zh-CN.png").read_bytes() != (folder / "en.png").read_bytes()


@pytest.mark.parametrize(
    ("name", "problem"), [("broken.jpg", "unreadable-image"), ("gone.jpg", "file-missing")]
)
def test_a_candidate_that_cannot_be_read_is_inconclusive_in_both_commands(
    folder, settings, name, problem
):
    alone = compare_files(settings, [folder / "1.png"], folder / name)
    (row,) = evaluated(settings, folder, [("1.png", name, "", "", "")])
    assert alone.outcome is Outcome.inconclusive
    assert [(each.code, each.detail) for each in alone.reasons] == [
        ("unreadable", {"problem": problem})
    ]
    assert row["reasons"] == [{"code": "unreadable", "detail": {"problem": problem}}]


@pytest.mark.parametrize("bad", ["broken.jpg", "gone.jpg"])
def test_a_reference_that_cannot_be_read_leaves_the_others_in_use(folder, settings, bad):
    (row,) = evaluated(settings, folder, [(f"{bad}|1.png", "copy.jpg", "", "", "")])
    assert (row["outcome"], row["best_reference"]) == ("same_picture", "1.png")
    (left_out,) = (each for each in row["reasons"] if each["code"] == "reference_unreadable")
    assert left_out["detail"]["name"] == bad


def test_who_has_only_an_unreadable_packing_photo_is_not_told_to_take_one_before_packing(
    folder, settings
):
    for bad in ("broken.jpg", "gone.jpg"):
        result = compare_files(settings, [folder / bad], folder / "1.png")
        assert [each.code for each in result.reasons] == ["reference_unreadable"]
        assert [each.code for each in result.guidance] == ["send_packing_original"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_table_is_read_as_excel_writes_it_in_china(folder, encoding):
    pairs = folder / "pairs.csv"
    pairs.write_bytes("reference,candidate,备注\r\n1.png,2.png,退货开箱\r\n".encode(encoding))
    assert read_pairs(pairs) == [{"reference": "1.png", "candidate": "2.png", "备注": "退货开箱"}]


def test_what_is_no_such_text_is_refused(folder):
    pairs = folder / "pairs.csv"
    pairs.write_bytes("reference,candidate\n一,二\n".encode("utf-16"))
    with pytest.raises(Invalid) as raised:
        read_pairs(pairs)
    assert raised.value.members["errors"] == {"pairs.csv": ["encoding"]}


def test_a_label_that_says_neither_is_refused_with_its_row(folder):
    rows = [("1.png", "2.png", label, "", "") for label in ("same", " Different ", "", "diff")]
    with pytest.raises(Invalid) as raised:
        read_pairs(write(folder / "pairs.csv", rows))
    assert raised.value.members["errors"] == {"label": ["label:5"]}


def evaluated(settings, folder, rows):
    evaluate(settings, write(folder / "pairs.csv", rows), folder, folder / "out.jsonl")
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def test_the_report_is_one_page_with_charts_and_the_worst_mistakes_as_pictures(folder, settings):
    rows = [
        ("1.png", "copy.jpg", "different", "same_picture", "<script>alert(1)</script>"),
        ("1.png", "2.png", "same", "same_picture", "plain"),
        ("1.png", "3.png", "different", "same_picture", "plain"),
        ("1.png", "gone.jpg", "same", "same_picture", "plain"),
    ]
    pairs = write(folder / "p.csv", rows, ("reference", "candidate", "label", "task", "kind"))
    report = folder / "report.html"
    evaluate(settings, pairs, folder, folder / "out.jsonl", report=report)
    page = report.read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "ROC" in page
    assert "比对准确度报告" in page
    assert "Accuracy of the comparison" in page
    assert page.count("data:image/webp;base64,") == 5  # three mistakes; one of them has no file
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_table_without_labels_has_a_report_that_says_so(folder, settings):
    pairs = write(folder / "p.csv", [("1.png", "2.png")], ("reference", "candidate"))
    evaluate(settings, pairs, folder, folder / "out.jsonl", report=folder / "report.html")
    assert "no label column" in (folder / "report.html").read_text(encoding="utf-8")
