"""The folder the sample shop is kept in, across starts."""

import json

from returnproof.sample import jpeg
from returnproof.sample.folder import CLOCK, FOLDER, is_outdated, remove_drawn
from returnproof.sample.stage import Stage

NOON = 1_800_000_000.0
HOUR = 3600.0


def row(stage, refund_id):
    rows = json.loads((stage.folder / "page" / "list.json").read_text())
    return next(each for each in rows if each["refundId"] == refund_id)


def test_a_new_start_on_another_day_moves_the_deadlines_and_nothing_else(tmp_path):
    first = Stage(tmp_path, NOON)
    first.write_pages()
    case = next(each for each in first.cases if each.deadline_h > 0)
    before = row(first, case.refund_id)
    second = Stage(tmp_path, NOON + 48 * HOUR)
    second.write_pages()
    after = row(second, case.refund_id)
    assert after["expireTime"] - before["expireTime"] == 48 * HOUR * 1000
    assert {**after, "expireTime": 0} == {**before, "expireTime": 0}
    assert second.started == first.started


def test_a_new_start_within_hours_lets_the_countdown_run_on(tmp_path):
    Stage(tmp_path, NOON)
    assert Stage(tmp_path, NOON + 3 * HOUR).deadlines == NOON


def test_what_is_drawn_is_drawn_once_and_buyers_photos_are_apart_from_the_sellers(tmp_path):
    stage = Stage(tmp_path, NOON)
    case = next(each for each in stage.cases if len(each.packing) + len(each.claims) == 1)
    drawn = stage.drawn(case)
    files = [*drawn.packing, *drawn.claims]
    folders = {"photos" if drawn.claims else "own"}
    assert {each.parent.name for each in files} == folders
    before = [each.stat().st_mtime_ns for each in files]
    again = Stage(tmp_path, NOON + HOUR).drawn(case)
    assert [*again.packing, *again.claims] == files
    assert [each.stat().st_mtime_ns for each in files] == before


def test_removing_leaves_nothing_and_says_whether_there_was_something(tmp_path):
    Stage(tmp_path, NOON).write_pages()
    assert remove_drawn(tmp_path)
    assert not (tmp_path / FOLDER).exists()
    assert not remove_drawn(tmp_path)


def test_what_another_edition_drew_is_outdated_until_it_is_removed(tmp_path):
    assert not is_outdated(tmp_path)
    Stage(tmp_path, NOON)
    assert not is_outdated(tmp_path)
    clock = tmp_path / FOLDER / CLOCK
    clock.write_text(json.dumps({**json.loads(clock.read_text()), "edition": "older"}))
    Stage(tmp_path, NOON + HOUR)
    assert is_outdated(tmp_path)
    remove_drawn(tmp_path)
    Stage(tmp_path, NOON)
    assert not is_outdated(tmp_path)


def test_the_product_s_picture_is_never_the_buyer_s_photo(tmp_path):
    stage = Stage(tmp_path, NOON)
    case = next(each for each in stage.cases if each.claims and not each.packing)
    drawn = stage.drawn(case)
    item = stage.folder / "photos" / f"item-{case.refund_id}.jpg"
    assert item.read_bytes() != jpeg.thumbnail(drawn.claims[0].read_bytes())
