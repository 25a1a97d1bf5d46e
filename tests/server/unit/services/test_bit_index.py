import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from returnproof.services import bit_index
from returnproof.services.bit_index import BitIndex

ALL = (1 << 256) - 1
hashes = some.integers(0, ALL)


def flipped(value, count, dice):
    for bit in dice.sample(range(256), count):
        value ^= 1 << bit
    return value


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """So that a test has several."""
    monkeypatch.setattr(bit_index, "BLOCK", 64)


def expected(kept, wanted, radius):
    found = []
    for name, value in kept.items():
        distance, asked = min(
            ((value ^ each).bit_count(), place) for place, each in enumerate(wanted)
        )
        if distance <= radius:
            found.append((distance, asked, name))
    return sorted(found)


@pytest.mark.parametrize("radius", [0, 1, 31, 40, 41, 72, 73, 100, 128, 254, 255, 256])
def test_exactly_what_a_plain_count_finds_is_found_at_every_radius(radius):
    dice = random.Random(radius)
    centre = dice.getrandbits(256)
    kept = {f"{dice.getrandbits(128):032x}": dice.getrandbits(256) for _ in range(150)}
    kept |= {f"near-{count}": flipped(centre, count, dice) for count in range(257)}
    index = BitIndex()
    for name, value in kept.items():
        index.add(name, value)
    wanted = [centre, centre ^ ALL, dice.getrandbits(256)]
    assert index.within(wanted, radius) == expected(kept, wanted, radius)


@examples(max_examples=60, deadline=None)
@given(some.data())
def test_whatever_is_added_and_removed_the_answer_is_a_plain_counts(data):
    index, kept = BitIndex(), {}
    for _ in range(data.draw(some.integers(0, 200))):
        if kept and data.draw(some.integers(0, 3)) == 0:
            name = data.draw(some.sampled_from(sorted(kept)))
            assert index.remove(name)
            del kept[name]
        else:
            name = data.draw(some.sampled_from(["p", "x"])) + str(len(kept)) + "?" * (len(kept) % 3)
            if name in kept:
                continue
            kept[name] = data.draw(hashes)
            index.add(name, kept[name])
        assert len(index) == len(kept)
    wanted = [data.draw(hashes), *list(kept.values())[:2]]
    radius = data.draw(some.integers(0, 256))
    assert index.within(wanted, radius) == expected(kept, wanted, radius)


def test_what_was_removed_is_gone_and_what_never_was_cannot_be(monkeypatch):
    index = BitIndex()
    assert not index.remove("a")
    assert "a" not in index
    index.add("a", 5)
    assert "a" in index
    assert index.remove("a")
    assert not index.remove("a")
    assert len(index) == 0
    assert index.within([5], 256) == []
    for number in range(130):
        index.add(f"{number:032x}", number)
    assert f"{64:032x}" in index
    assert index.remove(f"{64:032x}")
    assert [name for _, _, name in index.within([129], 0)] == [f"{129:032x}"]
    assert len(index) == 129


MEASURE = """
import psutil
from returnproof.services.bit_index import BLOCK, BitIndex

index = BitIndex()
index.add("first", 0)
index.within([(1 << 256) - 1], 31)
before = psutil.Process().memory_info().rss
for number in range(4 * BLOCK - 1):
    index.add(f"{number:032x}", number)
index.within([(1 << 256) - 1], 31)
print((psutil.Process().memory_info().rss - before) / len(index), index.bytes / len(index))
"""


def test_a_picture_takes_forty_eight_bytes():
    answer = subprocess.run(
        [sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True, timeout=240
    )
    resident, told = map(float, answer.stdout.split())
    assert told == 48
    assert resident < 60  # what interpreter and allocator took by the way included
