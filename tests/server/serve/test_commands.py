"""The commands, while the server runs and when none does."""

import json
import os
import re
import shutil
import time

import numpy as np
import zxingcpp
from PIL import Image
from tests.server.serve.served import command
from tests.server.waiting import eventually


def made(data_dir, *arguments):
    """The JSON a command prints."""
    done = command(*arguments, "--json", "--data-dir", data_dir)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_tokens_are_made_listed_and_revoked_while_no_server_runs(data_dir):
    token = made(data_dir, "token", "create", "--shop", "a", "--name", "手机")
    assert re.fullmatch(r"rp_a_[\w-]{43}", token["token"])
    assert token["shop"] == "a"
    listed = made(data_dir, "token", "list")["tokens"]
    assert [each["name"] for each in listed] == ["手机"]
    assert not re.search(r"[0-9a-f]{64}", json.dumps(listed))  # no hash of a secret
    revoked = command("token", "revoke", token["id"], "--data-dir", data_dir)
    assert revoked.returncode == 0
    assert made(data_dir, "token", "list")["tokens"][0]["revoked"]
    assert command("token", "revoke", "nobody", "--data-dir", data_dir).returncode == 3


def test_a_token_made_while_the_server_runs_opens_it_and_revoked_it_does_not(serve):
    served = serve()
    client = served.client("a")
    assert client.ask("GET", "/api/v1/me").json()["shop"] == "a"
    listed = made(served.data_dir, "token", "list", "--shop", "a")["tokens"]
    command("token", "revoke", listed[0]["id"], "--data-dir", served.data_dir)
    time.sleep(1)  # it may be remembered for half a second
    assert client.ask("GET", "/api/v1/me").status_code == 401


def test_a_pairing_code_names_the_running_server_and_pairs_once(serve):
    served = serve()
    found = made(served.data_dir, "pair", "--shop", "a")
    assert found["server"] == served.address
    assert found["expires"].endswith("Z")
    client = served.client("b")
    body = {"code": found["code"], "name": "Chromium"}
    paired = client.ask("POST", "/api/v1/pairings", json=body)
    assert paired.status_code == 201
    assert paired.json()["shop"] == "a"
    assert client.ask("POST", "/api/v1/pairings", json=body).status_code == 403


def test_a_terminal_shows_the_pairing_link_as_a_code_that_can_be_read(data_dir):
    done = command("pair", "--shop", "a", "--data-dir", data_dir, "--qr")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if set(line.strip()) & set("█▀▄")]
    upper = [[1 if each in "█▀" else 0 for each in line] for line in lines]
    lower = [[1 if each in "█▄" else 0 for each in line] for line in lines]
    light = np.array([row for pair in zip(upper, lower, strict=True) for row in pair], np.uint8)
    (read,) = zxingcpp.read_barcodes(np.kron(light * 255, np.ones((8, 8), np.uint8)))
    (code,) = re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}$", read.text)
    assert read.text.startswith("http://127.0.0.1:")
    assert code in done.stdout
    assert read.text in done.stdout


def test_a_pairing_code_made_while_no_server_runs_says_so(data_dir):
    done = command("pair", "--shop", "a", "--data-dir", data_dir)
    assert done.returncode == 0
    assert "http://127.0.0.1:8600" in done.stdout
    assert "not running" in done.stderr


def test_doctor_finds_a_well_store_and_a_damaged_one(picture, data_dir):
    folder = picture(1).parent
    command("import", folder, "--shop", "a", "--data-dir", data_dir)
    well = command("doctor", "--data-dir", data_dir)
    assert well.returncode == 0, well.stdout
    assert "in order" in well.stdout
    blob = next((data_dir / "blobs").glob("??/*"))
    blob.write_bytes(b"x")
    ill = command("doctor", "--data-dir", data_dir)
    assert ill.returncode == 1
    assert blob.name in ill.stdout
    blob.unlink()
    report = command("doctor", "--json", "--data-dir", data_dir)
    assert [each["code"] for each in json.loads(report.stdout)["findings"]] == ["blob_missing"]


def test_doctor_reports_queue_and_promise_while_the_server_runs(serve):
    served = serve()
    report = eventually(lambda: _with_a_worker(made(served.data_dir, "doctor")))
    assert report["promise"]["kept"] is True
    assert report["set_aside"] == []


def _with_a_worker(report):
    return report if report["queue"]["workers"] == 1 else None


def test_removing_the_sample_shop_leaves_every_other_shop_s_bytes(data_dir, picture, tmp_path):
    shared, own = tmp_path / "shared", tmp_path / "own"
    for root, pictures in ((shared, (1,)), (own, (1, 2))):
        root.mkdir()
        for number in pictures:
            shutil.copy(picture(number), root / f"O{number}.jpg")
    command("import", shared, "--shop", "a", "--data-dir", data_dir)
    command("import", own, "--shop", "sample", "--data-dir", data_dir)
    _age(data_dir)
    done = command("sample", "remove", "--data-dir", data_dir)
    assert done.returncode == 0, done.stderr
    assert "1 files" in done.stderr
    assert len(list((data_dir / "blobs").glob("??/*"))) == 1
    assert command("doctor", "--data-dir", data_dir).returncode == 0
    again = command("sample", "remove", "--data-dir", data_dir)
    assert again.returncode == 0
    assert "0 records" in again.stderr


def _age(data_dir):
    """As if the files had been kept two minutes ago."""
    old = time.time() - 120
    for blob in (data_dir / "blobs").glob("??/*"):
        os.utime(blob, (old, old))


def test_a_pack_is_verified_and_a_changed_one_is_not(serve, picture, tmp_path):
    client = serve().client()
    client.open_case("R1", "O1")
    client.claim("R1", picture(1))
    made_pack = client.ask("POST", "/api/v1/cases/R1/packs")
    assert made_pack.status_code == 201, made_pack.text
    content = client.ask("GET", f"/api/v1/packs/{made_pack.json()['id']}").content
    pack = tmp_path / "pack.zip"
    pack.write_bytes(content)
    good = command("verify", pack)
    assert (good.returncode, good.stderr) == (0, "")
    photo = picture(1).read_bytes()
    at = content.index(photo) + len(photo) // 2
    pack.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    bad = command("verify", pack)
    assert bad.returncode == 1
    assert "hold" in bad.stdout
    pack.write_bytes(b"PK")
    assert command("verify", pack).returncode == 1


def test_compare_answers_in_the_contract_s_form_and_draws_its_figure(picture, tmp_path):
    figure = tmp_path / "figure.png"
    done = command(
        "compare",
        "--reference",
        picture(1),
        "--candidate",
        picture(1),
        "--figure",
        figure,
        "--json",
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["outcome"] == "same_picture"
    assert result["best_reference"] == str(picture(1))
    assert 0.9 < result["same_picture_probability"] <= 1
    assert {"code", "detail"} <= result["reasons"][0].keys()
    with Image.open(figure) as drawn:
        assert drawn.format == "PNG"
    missing = command("compare", "--reference", picture(1), "--candidate", tmp_path / "no.jpg")
    assert missing.returncode == 2
    assert f"there is no file {tmp_path / 'no.jpg'}" in missing.stderr
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    bad = command(
        "compare", "--reference", picture(1), "--candidate", tmp_path / "bad.jpg", "--json"
    )
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["reasons"][0]["code"] == "unreadable"


def test_evaluate_writes_a_line_per_row_in_order_and_measures_labelled_ones(picture, tmp_path):
    for number in (1, 2):
        picture(number)
    (tmp_path / "text.jpg").write_text("no picture")
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "reference,candidate,label,note\n1.jpg,1.jpg,same,一\n1.jpg|2.jpg,2.jpg,same,b\n"
        "1.jpg,text.jpg,different,c\n1.jpg,gone.jpg,different,d\n"
    )
    out = tmp_path / "out.jsonl"
    done = command("evaluate", pairs, "--root", tmp_path, "--out", out, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["note"] for line in lines] == ["一", "b", "c", "d"]
    assert [line["outcome"] for line in lines][2:] == ["inconclusive"] * 2
    assert lines[3]["reasons"][0]["code"] == "unreadable"
    assert lines[1]["best_reference"] == "2.jpg"
    assert "AUC" in done.stderr
    assert done.stdout == ""
