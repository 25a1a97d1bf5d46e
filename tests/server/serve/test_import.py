"""`returnproof import`, while the server runs and when none does."""

import shutil

import pytest
import zxingcpp
from PIL import Image
from tests.server.serve.served import command


@pytest.fixture
def folder(tmp_path, picture):
    """Three photos of two orders, and one file that is none."""
    root = tmp_path / "photos"
    (root / "O-2" / "deep").mkdir(parents=True)
    shutil.copy(picture(1), root / "O-1_front.jpg")
    shutil.copy(picture(2), root / "O-2" / "a.jpg")
    shutil.copy(picture(3), root / "O-2" / "deep" / "b.jpg")
    (root / "O-2" / "note.jpg").write_text("no picture")
    return root


def imported(folder, data_dir, *arguments):
    return command("import", folder, "--shop", "a", "--data-dir", data_dir, *arguments)


def test_import_registers_photos_lists_what_failed_and_adds_nothing_twice(folder, data_dir):
    first = imported(folder, data_dir)
    assert first.returncode == 1
    assert first.stdout == "4 photos: 3 new, 0 already there, 1 failed.\n"
    assert "O-2/note.jpg: " in first.stderr
    assert "Traceback" not in first.stderr
    again = imported(folder, data_dir)
    assert again.stdout == "4 photos: 0 new, 3 already there, 1 failed.\n"
    (folder / "O-2" / "note.jpg").unlink()
    last = imported(folder, data_dir)
    assert (last.returncode, last.stderr) == (0, "")


def test_what_was_imported_is_served_and_compared_with_claims_that_wait(serve, folder, picture):
    served = serve()
    client = served.client("a")
    client.open_case("R1", "O-2")
    client.claim("R1", picture(2))
    imported(folder, served.data_dir)
    shipment = client.ask("GET", "/api/v1/shipments/O-2").json()
    assert [photo["role"] for photo in shipment["photos"]] == ["packing", "packing"]
    client.await_states("R1", "done")
    assert client.comparisons("R1")[0]["outcome"] == "same_picture"


def test_import_by_barcode_finds_the_shipment_or_makes_one(serve, tmp_path):
    served = serve()
    client = served.client("a")
    client.ask("PUT", "/api/v1/shipments/O-1", json={"waybill": "YT2412345678901"})
    root = tmp_path / "labels"
    root.mkdir()
    for name, text in (("known", "YT2412345678901"), ("new", "SF1234567890123")):
        label(text, root / f"{name}.png")
    Image.new("RGB", (400, 300), "grey").save(root / "none.png")
    done = imported(root, served.data_dir, "--by", "barcode")
    assert done.returncode == 1
    assert done.stdout == "3 photos: 2 new, 0 already there, 1 failed.\n"
    assert "none.png: no waybill" in done.stderr
    assert len(client.ask("GET", "/api/v1/shipments/O-1").json()["photos"]) == 1
    new = client.ask("GET", "/api/v1/shipments?waybill=SF1234567890123").json()["shipments"]
    assert len(new) == 1
    again = imported(root, served.data_dir, "--by", "barcode")
    assert again.stdout == "3 photos: 0 new, 2 already there, 1 failed.\n"


def label(text, path):
    """A photo of a label with this Code 128 on it."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(code.to_image(scale=4))
    paper = Image.new("RGB", (bars.width + 200, bars.height + 300), "white")
    paper.paste(bars, (100, 100))
    paper.save(path)
