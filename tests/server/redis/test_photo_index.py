"""The index over a shop's pictures, as several processes keep it from one store."""

import json
import subprocess
import sys

import pytest
from tests.server.redis.samples import photo

from returnproof.domain.photo import Fingerprint, Photo, PhotoFacts, PhotoRole
from returnproof.services.fingerprints import Fingerprints
from returnproof.services.records import Commit
from returnproof.storage import keys

OTHER_PROCESS = """
import json, sys
from returnproof.services.fingerprints import Fingerprints
from returnproof.storage.connection import connect
from returnproof.storage.records import RedisRecords

index = Fingerprints(RedisRecords(connect(sys.argv[1])))
for line in sys.stdin:
    shop, pdq, radius = json.loads(line)
    print(json.dumps(index.near(shop, [pdq], radius)), flush=True)
"""


def shown(name, value, role=PhotoRole.buyer_claim, quality=90):
    facts = PhotoFacts("image/jpeg", 4, 3, Fingerprint("0" * 16, f"{value:064x}", quality))
    return photo(name, facts=facts, role=role)


def keep(records, shop, *photos):
    records.commit(shop, Commit(writes=photos))


def take_away(records, shop, *names):
    found = records.get_many(shop, Photo, names)
    records.commit(shop, Commit(deletes=found))


def names(found):
    return {name for _, _, name in found}


@pytest.fixture
def index(records):
    return Fingerprints(records)


def test_what_is_committed_is_found_at_the_next_question_and_what_is_deleted_is_not(
    records, shop, index
):
    one = f"{0b1111:064x}"
    assert index.near(shop, [one], 8) == []
    keep(records, shop, shown("a", 0b1111), shown("b", 0b1), shown("c", (1 << 200) - 1))
    assert index.near(shop, [one], 8) == [(0, 0, "a"), (3, 0, "b")]
    take_away(records, shop, "a")
    keep(records, shop, shown("d", 0b1110))
    assert index.near(shop, [one], 8) == [(1, 0, "d"), (3, 0, "b")]
    take_away(records, shop, "b", "d")
    assert index.near(shop, [one], 8) == []


def test_one_that_came_and_went_and_came_again_is_there_once(records, shop, index):
    keep(records, shop, shown("a", 1))
    index.near(shop, ["0" * 64], 4)
    take_away(records, shop, "a")
    keep(records, shop, shown("a", 3))
    take_away(records, shop, "a")
    keep(records, shop, shown("a", 7))
    assert index.near(shop, ["0" * 64], 4) == [(3, 0, "a")]


def test_a_picture_with_too_little_in_it_is_never_found(records, shop, index):
    keep(records, shop, shown("flat", 0, quality=49), shown("b", 0, quality=50))
    assert names(index.near(shop, ["0" * 64], 0)) == {"b"}


def test_buyers_pictures_are_asked_for_apart(records, shop, index):
    keep(records, shop, shown("claim", 0), shown("packing", 0, PhotoRole.packing))
    assert index.near_claims(shop, ["0" * 64], 0) == {"0" * 64: [(0, 0, "claim")]}
    assert names(index.near(shop, ["0" * 64], 0)) == {"claim", "packing"}


def test_a_log_that_no_longer_reaches_back_is_made_up_for_by_reading_all(records, shop, index):
    keep(records, shop, *(shown(f"p{number}", number) for number in range(20)))
    assert len(index.near(shop, ["0" * 64], 256)) == 20
    take_away(records, shop, "p3")
    keep(records, shop, shown("late", 99))
    records.door.write("XTRIM", keys.photo_log(shop), "MAXLEN", 1)
    found = names(index.near(shop, ["0" * 64], 256))
    assert "late" in found
    assert "p3" not in found
    assert len(found) == 20


def test_a_shop_removed_and_made_again_shows_nothing_of_before(records, shop, index):
    keep(records, shop, shown("old", 0))
    assert names(index.near(shop, ["0" * 64], 0)) == {"old"}
    records.delete_shop(shop)
    assert index.near(shop, ["0" * 64], 0) == []
    keep(records, shop, shown("new", 0))
    assert names(index.near(shop, ["0" * 64], 0)) == {"new"}


def test_more_than_one_reading_of_the_log_holds_is_followed_to_its_end(
    records, shop, index, monkeypatch
):
    monkeypatch.setattr("returnproof.storage.photo_log._MOST", 3)
    keep(records, shop, shown("first", 0))
    assert len(index.near(shop, ["0" * 64], 256)) == 1
    keep(records, shop, *(shown(f"p{number}", number) for number in range(11)))
    assert len(index.near(shop, ["0" * 64], 256)) == 12


def test_another_process_sees_a_new_picture_and_a_deletion_at_its_next_question(
    records, redis_url, shop
):
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, redis_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:

        def ask():
            other.stdin.write(json.dumps([shop, "0" * 64, 2]) + "\n")
            other.stdin.flush()
            return names(json.loads(other.stdout.readline()))

        assert ask() == set()
        for number in range(5):
            keep(records, shop, shown(f"p{number}", 0))
            assert ask() == {f"p{each}" for each in range(number + 1)}
        take_away(records, shop, "p2")
        assert ask() == {"p0", "p1", "p3", "p4"}
        other.stdin.close()
        assert other.wait(60) == 0
