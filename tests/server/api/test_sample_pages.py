"""What the sample seller backend answers to its own pages, and to anybody else."""

import json

import pytest
from tests.server.pictures import fetched

from returnproof.sample.stage import Stage

API = "/sample/rest/pc/aftersales/schema/refund"
LIST = f"{API}/list/pagination?caver=2"


@pytest.fixture(scope="module")
def stage(settings):
    stage = Stage(settings.data_dir)
    stage.write_pages()
    return stage


@pytest.fixture
def browser(make_app, stage, address):
    """Somebody without a token: the sample's pages are for anyone who can reach the server."""
    client = make_app(sample=True).test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A built page as the bundler leaves it."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text('<script type="module" src="./assets/a.js"></script>')
    (tmp_path / "assets" / "a.js").write_text("1")
    monkeypatch.setenv("RETURNPROOF_SAMPLE_DIR", str(tmp_path))
    return tmp_path


def rows(answer):
    assert answer.status_code == 200
    assert answer.json["result"] == 1
    return answer.json["data"]["resultList"]


def test_the_list_has_every_case_with_whole_addresses_of_pictures(browser, stage):
    found = rows(browser.post(LIST, json={"limit": 100, "offset": 0}))
    assert [each["refundId"] for each in found] == [each.refund_id for each in stage.cases]
    assert all(each["itemPicture"].startswith("http://") for each in found)


def test_while_the_shop_is_still_being_filled_the_page_is_told_to_ask_again(browser, settings):
    drawn = settings.data_dir / "sample" / "page" / "list.json"
    away = drawn.with_suffix(".away")
    drawn.rename(away)
    try:
        early = [browser.post(LIST, json={}), browser.get(f"{API}/detail?refundId=1")]
        assert [each.status_code for each in early] == [503, 503]
        assert early[0].headers["Retry-After"] == "1"
    finally:
        away.rename(drawn)
    assert rows(browser.post(LIST, json={}))


def test_pages_follow_each_other_without_gap_or_repetition(browser, stage):
    seen = []
    for offset in range(0, len(stage.cases), 7):
        answer = browser.post(LIST, json={"limit": 7, "offset": offset})
        assert answer.json["data"]["total"] == len(stage.cases)
        seen += [each["refundId"] for each in rows(answer)]
    assert seen == [each.refund_id for each in stage.cases]


def test_tabs_and_filters_narrow_the_list(browser, stage):
    waiting = rows(browser.post(LIST, json={"limit": 99, "refundStatus": [40]}))
    assert {each["refundStatus"] for each in waiting} == {40}
    resend = rows(browser.post(LIST, json={"limit": 99, "handlingWay": 4}))
    assert {each["handlingWayDesc"] for each in resend} == {"补寄"}
    wanted = stage.cases[3]
    (only,) = rows(browser.post(LIST, json={"keyword": wanted.order_id[:-1]}))
    assert only["refundId"] == wanted.refund_id


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        "null",
        '{"limit": -1, "offset": "x"}',
        '{"limit": true, "offset": 1e99}',
        '{"keyword": {"a": 1}, "refundStatus": {"b": 2}, "handlingWay": [1]}',
        '{"refundStatus": [[], {}]}',
    ],
)
def test_any_other_question_gets_an_answer_in_the_same_form(browser, body):
    answer = browser.post(LIST, data=body, content_type="application/json")
    assert isinstance(rows(answer), list)


def test_a_refunds_page_has_its_photos_history_and_trace(browser, stage):
    case = next(each for each in stage.cases if each.claims)
    answer = browser.get(f"{API}/detail?refundId={case.refund_id}")
    found = answer.json["data"]
    assert found["refundDesc"] == case.text
    assert len(found["pictures"]) == len(case.claims)
    assert len(found["negotiateHistory"]) == len(case.history)
    trace = browser.get(f"{API}/logistics/detail?refundId={case.refund_id}").json["data"]
    steps = trace["modules"]["logisticsDetailStep"]["data"]["itemList"]
    assert [each["title"] for each in steps] == [each.text for each in case.trace]


def test_a_buyers_photo_is_there_once_it_is_drawn(browser, stage):
    case = next(each for each in stage.cases if each.claims and not each.packing)
    drawn = stage.drawn(case)
    found = browser.get(f"{API}/detail?refundId={case.refund_id}").json["data"]
    (address,) = found["pictures"]
    sent = fetched(browser, address[address.index("/sample/") :])
    assert sent.get_data() == drawn.claims[0].read_bytes()


@pytest.mark.parametrize("refund_id", ["", "9", "../list", "..%2Flist", "2" * 400, "²"])
def test_an_unknown_refund_is_said_the_platforms_way(browser, refund_id):
    for path in ("detail", "logistics/detail"):
        answer = browser.get(f"{API}/{path}?refundId={refund_id}")
        assert (answer.status_code, answer.json["result"]) == (200, 2)


@pytest.mark.parametrize(
    "path", ["../own/x.jpg", "%2e%2e/clock.json", "..%2fclock.json", "nothing.jpg", "%00"]
)
def test_only_buyers_photos_are_served(browser, path):
    assert browser.get(f"/sample/photos/{path}").status_code == 404


@pytest.mark.parametrize("page", ["list", "detail", "detail?refundId=1"])
def test_both_pages_are_one_built_file_that_runs_no_inline_script(browser, built, page):
    answer = fetched(browser, f"/sample/zone/refund/{page}")
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert answer.get_data() == (built / "index.html").read_bytes()


def test_built_files_are_kept_by_browsers_and_nothing_beside_them_is_served(browser, built):
    asset = fetched(browser, "/sample/zone/refund/assets/a.js")
    assert "immutable" in asset.headers["Cache-Control"]
    for outside in ("../index.html", "assets/../../secret", "assets"):
        assert browser.get(f"/sample/zone/refund/{outside}").status_code == 404


def test_the_start_leads_to_the_list(browser):
    assert browser.get("/sample/").headers["Location"].endswith("/sample/zone/refund/list")


def test_without_a_sample_shop_there_are_no_sample_pages(anyone):
    assert anyone.get("/sample/").status_code == 404
    assert anyone.post(LIST, data=json.dumps({})).status_code == 404
