import os
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image
from tests.server.waiting import eventually, has_ended

from returnproof.domain.comparison import Outcome
from returnproof.domain.errors import PictureTooCostly, TooLarge, UnreadableImage, UnsupportedMedia
from returnproof.vision.process import VisionProcess

# A child like the real one, whose decoder misbehaves for files of these names. PyDLL keeps the
# interpreter's lock, so not even a thread of the child could end it.
MISBEHAVING = textwrap.dedent("""
    import ctypes, os, time
    from returnproof.vision import child, operations
    perform = operations.perform
    def misbehave(request):
        name = request.path.name if request.path else ""
        if name == "stuck":
            ctypes.PyDLL(None).sleep(600)
        if name == "bloating":
            held = []
            while True:
                held.append(bytearray(os.urandom(1 << 20) * 8))
        if name == "crashing":
            ctypes.string_at(0)
        if name == "hoarding":
            operations.hoard = bytearray(b"x") * (460 << 20)
        if name == "failing":
            raise ZeroDivisionError
        return perform(request)
    operations.perform = misbehave
    child.main()
""")

# Long enough for a busy machine to read an innocent picture.
STUCK_SECONDS = 10.0


@pytest.fixture
def photo(draw, tmp_path):
    path = tmp_path / "photo"
    draw().save(path, "JPEG")
    return path


@pytest.fixture
def misbehaving(settings, tmp_path):
    script = tmp_path / "child.py"
    script.write_text(MISBEHAVING)
    limits = replace(settings, decode_seconds=STUCK_SECONDS, decode_rss_bytes=900 << 20)
    command = (sys.executable, str(script))
    for name in ("stuck", "bloating", "crashing", "failing"):
        (tmp_path / name).touch()
    with VisionProcess(limits, tmp_path / "derived", children=1, command=command) as process:
        yield process


@pytest.fixture(autouse=True)
def before():
    """What this worker already runs for other tests (their Redis, their children) is not ours."""
    BEFORE.clear()
    BEFORE.update(each.pid for each in psutil.Process().children())


BEFORE: set[int] = set()


def children():
    return [
        each
        for each in psutil.Process().children()
        if each.pid not in BEFORE and each.status() != psutil.STATUS_ZOMBIE
    ]


def test_the_parent_loads_no_image_library():
    code = (
        "import sys; import returnproof.vision.process, returnproof.services.evaluation;"
        "print(sorted({'cv2', 'numpy', 'PIL', 'scipy', 'imagehash'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_facts_describe_the_upright_picture(vision, draw, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    draw().save(tmp_path / "p", "JPEG", exif=exif)
    facts = vision.facts(tmp_path / "p")
    assert (facts.media_type, facts.width, facts.height) == ("image/jpeg", 480, 640)
    assert len(facts.fingerprint.phash) == 16
    assert len(facts.fingerprint.pdq) == 64


def test_refusals_of_the_child_arrive_as_what_they_are(vision, draw, tmp_path):
    (tmp_path / "text").write_text("no picture")
    with pytest.raises(UnsupportedMedia):
        vision.facts(tmp_path / "text")
    Image.new("1", (10_000, 10_000)).save(tmp_path / "bomb", "PNG")
    with pytest.raises(TooLarge) as refusal:
        vision.facts(tmp_path / "bomb")
    assert refusal.value.members["limit"] == 60_000_000
    draw().save(tmp_path / "short", "PNG")
    (tmp_path / "short").write_bytes((tmp_path / "short").read_bytes()[:2000])
    with pytest.raises(UnreadableImage):
        vision.facts(tmp_path / "short")


def test_a_decoder_stuck_in_c_is_killed_at_its_limit_and_the_next_picture_is_read(
    misbehaving, photo
):
    misbehaving.facts(photo)
    started = time.monotonic()
    with pytest.raises(PictureTooCostly):
        misbehaving.facts(photo.with_name("stuck"))
    # The second is the promise; the rest is for a busy machine.
    assert time.monotonic() - started < STUCK_SECONDS + 1 + 60
    assert misbehaving.facts(photo).width == 640


def test_a_decoder_that_bloats_is_killed_and_the_next_picture_is_read(misbehaving, photo):
    with pytest.raises(PictureTooCostly):
        misbehaving.facts(photo.with_name("bloating"))
    assert misbehaving.facts(photo).width == 640


def test_a_decoder_that_crashes_costs_that_picture_only(misbehaving, photo):
    with pytest.raises(UnreadableImage):
        misbehaving.facts(photo.with_name("crashing"))
    assert misbehaving.facts(photo).width == 640


def test_a_fault_of_our_own_is_not_blamed_on_the_picture(misbehaving, photo):
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        misbehaving.facts(photo.with_name("failing"))
    assert misbehaving.facts(photo).width == 640


def test_a_real_picture_over_its_limits_is_refused(settings, tmp_path, draw):
    draw(size=(6000, 5000)).save(tmp_path / "p", "PNG")
    slow = replace(settings, decode_seconds=0.05)
    with (
        VisionProcess(slow, tmp_path / "derived", children=1) as vision,
        pytest.raises(PictureTooCostly),
    ):
        vision.facts(tmp_path / "p")
    tight = replace(settings, decode_rss_bytes=60 << 20)
    with (
        VisionProcess(tight, tmp_path / "derived", children=1) as vision,
        pytest.raises(PictureTooCostly),
    ):
        vision.facts(tmp_path / "p")


def test_a_child_killed_from_outside_is_replaced(vision, photo):
    vision.facts(photo)
    (child,) = children()
    child.kill()
    child.wait()
    assert vision.facts(photo).width == 640


def test_a_child_starts_when_needed_and_ends_when_idle(settings, tmp_path, photo):
    with VisionProcess(settings, tmp_path / "derived", children=1, idle_seconds=3) as vision:
        assert children() == []
        vision.facts(photo)
        assert len(children()) == 1
        eventually(lambda: not children())
        assert vision.facts(photo).width == 640


def test_a_child_ends_after_a_very_large_picture(vision, tmp_path):
    Image.new("L", (7000, 6000), 90).save(tmp_path / "large", "JPEG")
    assert vision.facts(tmp_path / "large").width == 7000
    assert children() == []


def test_a_child_that_kept_much_memory_ends_after_its_answer(misbehaving, photo):
    hoarding = photo.with_name("hoarding")
    hoarding.write_bytes(photo.read_bytes())
    assert misbehaving.facts(hoarding).width == 640
    assert children() == []


def test_a_child_ends_with_its_parent(tmp_path, photo):
    code = textwrap.dedent("""
        import os, pathlib, psutil, sys
        from returnproof.config import Settings
        from returnproof.vision.process import VisionProcess
        place = pathlib.Path(sys.argv[1])
        vision = VisionProcess(Settings(data_dir=place), place)
        vision.facts(pathlib.Path(sys.argv[2]))
        print(psutil.Process().children()[0].pid, flush=True)
        os.kill(os.getpid(), 9)
    """)
    command = [sys.executable, "-c", code, str(tmp_path), str(photo)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    pid = int(ran.stdout)
    eventually(lambda: has_ended(pid))


def test_many_threads_share_two_children(settings, tmp_path, draw):
    paths = []
    for seed in range(1, 7):
        paths.append(tmp_path / f"{seed}")
        draw(seed).save(paths[-1], "JPEG")
    with VisionProcess(settings, tmp_path / "derived") as vision, ThreadPoolExecutor(8) as threads:
        facts = list(threads.map(vision.facts, paths * 4))
        assert len(children()) == 2
    assert len({each.fingerprint.pdq for each in facts}) == 6
    assert facts[:6] == facts[6:12]


def test_a_file_name_need_not_be_utf_8(vision, photo):
    strange = photo.with_name(os.fsdecode(b"\xcd\xcb\xbb\xf5.jpg"))  # GBK, as old archives have it
    photo.rename(strange)
    assert vision.facts(strange).width == 640


def test_a_thumbnail_is_a_small_webp(vision, photo, tmp_path):
    (tmp_path / "t").write_bytes(vision.thumbnail(photo, 200))
    with Image.open(tmp_path / "t") as image:
        assert (image.format, image.size) == ("WEBP", (200, 150))


def test_features_are_kept_and_a_damaged_file_of_them_is_made_again(vision, photo, tmp_path):
    vision.prepare("ab" * 32, photo)
    (kept,) = (tmp_path / "derived").rglob("*.npz")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:500])
    vision.prepare("ab" * 32, photo)
    assert kept.read_bytes() == whole


def test_a_reference_that_cannot_be_read_is_left_out_and_named(vision, photo, tmp_path):
    (tmp_path / "broken").write_bytes(b"\xff\xd8\xff" + bytes(100))
    references = [("1", "aa" * 32, photo), ("2", "bb" * 32, tmp_path / "broken")]
    result = vision.compare(references, ("3", "cc" * 32, photo))
    assert result.outcome is Outcome.same_picture
    assert result.best_reference == "1"
    assert {reason.code for reason in result.reasons} >= {"reference_unreadable"}


def test_a_candidate_that_cannot_be_read_is_an_error(vision, photo, tmp_path):
    (tmp_path / "broken").write_bytes(b"\xff\xd8\xff" + bytes(100))
    with pytest.raises(UnreadableImage):
        vision.compare([("1", "aa" * 32, photo)], ("2", "bb" * 32, tmp_path / "broken"))


def test_a_code_in_a_picture_is_read(vision, tmp_path):
    import segno  # noqa: PLC0415

    segno.make("YT1234567890123", micro=False).save(str(tmp_path / "q.png"), scale=8)
    assert vision.barcodes(Path(tmp_path / "q.png")) == ("YT1234567890123",)
