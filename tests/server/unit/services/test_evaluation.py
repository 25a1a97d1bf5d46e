import csv
import json

import pytest
from PIL import Image, ImageDraw

from returnproof.config import Settings
from returnproof.domain.comparison import Outcome
from returnproof.domain.errors import Invalid, UnreadableImage
from returnproof.services.evaluation import compare_files, evaluate, table


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
    assert {"reference_unreadable", "no_reference"} <= {
        reason["code"] for reason in lines[4]["reasons"]
    }
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


def test_a_candidate_that_cannot_be_read_is_an_error_on_the_command_line(folder, settings):
    with pytest.raises(UnreadableImage):
        compare_files(settings, [folder / "1.png"], folder / "broken.jpg")
