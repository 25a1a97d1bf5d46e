"""What changed on an item between two photos of it, and that nothing is seen where nothing did."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from returnproof.domain.comparison import ComparisonResult, Outcome
from returnproof.domain.difference import Box, Change, Differences
from returnproof.domain.errors import NotAligned
from returnproof.domain.figure import FigureKind
from returnproof.vision.decoding import decode
from returnproof.vision.difference import compared, differences
from returnproof.vision.examined import with_differences, worth_a_look
from returnproof.vision.features import WORK_SIDE, extract, read
from returnproof.vision.figure import draw as draw_figure
from returnproof.vision.laying import lay

SIZE = (1200, 900)
# Where the picture of `draw` has its thing, and where this file damages it.
HOLE = (560, 420, 90, 70)


def another_view(image, light=1.0):
    """The same thing from a little to the side, in other light, as a camera would keep it."""
    pixels = np.asarray(image, np.float32)
    width, height = image.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array([[30, 12], [-22, 25], [-8, -20], [18, -10]], np.float32)
    view = cv2.getPerspectiveTransform(corners, moved)
    seen = cv2.warpPerspective(pixels, view, image.size, borderMode=cv2.BORDER_REPLICATE)
    fall = np.linspace(0.75, 1.15, width, dtype=np.float32)[None, :, None]
    seen = np.clip(seen * light * fall, 0, 255).astype(np.uint8)
    return Image.fromarray(seen), view


def damaged(image, box=HOLE):
    broken = image.copy()
    broken.paste((12, 12, 12), (box[0], box[1], box[0] + box[2], box[1] + box[3]))
    return broken


@pytest.fixture
def look(tmp_path, settings):
    def of(reference, candidate):
        sides = []
        for name, image in (("a", reference), ("b", candidate)):
            image.save(tmp_path / f"{name}.jpg", quality=90)
            path = tmp_path / f"{name}.jpg"
            features = extract(read(path, settings))
            sides.append((features, decode(path, side=WORK_SIDE, limits=settings)))
        (one, left), (other, right) = sides
        seen = compared(one, other, left.pixels, right.pixels)
        sizes = (left.width, left.height), (right.width, right.height)
        return None if seen is None else differences("a", seen, sizes)

    return of


def overlap(box, other):
    """Share of `other` (x, y, width, height) that `box` covers."""
    width = min(box.x + box.width, other[0] + other[2]) - max(box.x, other[0])
    height = min(box.y + box.height, other[1] + other[3]) - max(box.y, other[1])
    return max(0, width) * max(0, height) / (other[2] * other[3])


def test_damage_is_boxed_in_pixels_of_both_photos(look, draw):
    image = draw(size=SIZE)
    seen, view = another_view(damaged(image))
    found = look(image, seen)
    assert found.reference == "a"
    assert found.compared > 0.5
    assert found.changes, "the hole was not seen"
    corners = np.array([[[HOLE[0], HOLE[1]], [HOLE[0] + HOLE[2], HOLE[1] + HOLE[3]]]], np.float32)
    (left, top), (right, bottom) = cv2.perspectiveTransform(corners, view)[0]
    there = (left, top, right - left, bottom - top)
    best = found.changes[0]
    assert overlap(best.reference, HOLE) > 0.6
    assert overlap(best.candidate, there) > 0.6
    assert best.candidate.width < 3 * HOLE[2]
    assert 0 < best.strength <= 1


def test_a_part_that_is_gone_is_seen_as_well_as_one_that_was_added(look, draw):
    image = draw(size=SIZE)
    assert look(damaged(image), another_view(image)[0]).changes


@pytest.mark.parametrize("light", [0.6, 1.3])
def test_another_view_in_other_light_changes_nothing(look, draw, light):
    image = draw(size=SIZE)
    found = look(image, another_view(image, light)[0])
    assert found.compared > 0.5
    assert found.changes == ()


def test_a_shadow_is_no_damage(look, draw):
    image = draw(size=SIZE)
    shadow = Image.new("L", SIZE, 255)
    shadow.paste(140, (420, 0, 800, 900))
    soft = cv2.GaussianBlur(np.asarray(shadow), (0, 0), 25).astype(np.float32)[..., None] / 255
    seen, _ = another_view(image)
    shaded = Image.fromarray((np.asarray(seen, np.float32) * soft).astype(np.uint8))
    assert look(image, shaded).changes == ()


def test_a_mirrored_copy_is_laid_over_by_turning_it(look, draw):
    image = draw(size=SIZE)
    mirrored = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    broken = damaged(mirrored)
    found = look(image, broken)
    best = found.changes[0]
    turned = (SIZE[0] - HOLE[0] - HOLE[2], *HOLE[1:])
    assert overlap(best.candidate, HOLE) > 0.6
    assert overlap(best.reference, turned) > 0.6


def test_photos_with_nothing_in_common_are_not_laid_over(look, draw, tmp_path, settings):
    plain = Image.new("RGB", (300, 200), (90, 120, 60))
    assert look(draw(), plain) is None
    for kind in (FigureKind.difference, FigureKind.overlay):
        with pytest.raises(NotAligned):
            draw_figure(tmp_path / "a.jpg", tmp_path / "b.jpg", settings, "en", kind=kind)


def test_the_same_photos_give_the_same_answer_every_time(look, draw):
    image = draw(size=SIZE)
    seen, _ = another_view(damaged(image))
    assert len({repr(look(image, seen)) for _ in range(2)}) == 1


def test_a_thing_of_two_parts_that_moved_apart_is_laid_over_in_parts(draw, settings, tmp_path):
    left, right = draw(1, size=(600, 900)), draw(2, size=(600, 900))
    whole, moved = (Image.new("RGB", SIZE, (200, 200, 200)) for _ in range(2))
    whole.paste(left, (0, 0))
    whole.paste(right, (600, 0))
    moved.paste(left.rotate(4), (0, 20))
    moved.paste(right.rotate(-5), (600, -15))
    for name, image in (("a", whole), ("b", moved)):
        image.save(tmp_path / f"{name}.png")
    one, other = (extract(read(tmp_path / f"{name}.png", settings)) for name in "ab")
    laying = lay(one, other)
    assert laying.parts >= 2
    assert laying.matches > 100


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_figure_shows_boxes_and_a_map_that_reads_in_grey(draw, tmp_path, settings, language):
    image = draw(size=SIZE)
    image.save(tmp_path / "a.jpg")
    another_view(damaged(image))[0].save(tmp_path / "b.jpg")
    document = draw_figure(
        tmp_path / "a.jpg", tmp_path / "b.jpg", settings, language, kind=FigureKind.difference
    )
    with Image.open(io.BytesIO(document)) as figure:
        pixels = np.asarray(figure.convert("L"))
    assert pixels.shape[1] == 1200
    map_ = pixels[-480:-60, 620:1160]
    assert map_.min() < 100  # where they differ
    assert np.median(map_) > 180  # where they agree, or nothing is known
    assert pixels[60:440, :22].min() < 100  # a number beside the photo


def result(outcome=Outcome.same_item):
    return ComparisonResult(outcome, 0.98, 0.1, "a", (), (), 3, "engine")


def test_differences_are_said_in_words_and_change_no_probability():
    box = Box(1, 2, 3, 4)
    found = Differences("a", 0.6, (Change(box, box, 0.9),))
    told = with_differences(result(), found)
    assert (told.outcome, told.same_item_probability) == (Outcome.same_item, 0.98)
    assert [(each.code, each.detail["count"]) for each in told.reasons] == [("places_differ", 1)]
    assert with_differences(result(), Differences("a", 0.6)).reasons[0].code == "places_alike"
    assert with_differences(result(), Differences("a", 0.1)).reasons == ()
    assert with_differences(result(), None) == result()


def test_only_an_item_that_is_in_both_photos_is_looked_at():
    assert worth_a_look(result())
    assert not worth_a_look(result(Outcome.different_item))
    assert not worth_a_look(result(Outcome.inconclusive))
