"""Features made ahead: in quiet moments only, and no harm when they cannot be made."""

import time
from dataclasses import replace

import pytest
from tests.server.pictures import jpeg, upload
from tests.server.waiting import eventually

from returnproof.app import create_app
from returnproof.domain.errors import UnreadableImage
from returnproof.services.preparing import Preparing

# Longer than a busy machine keeps a test from going on.
QUIET_SECONDS = 3.0


class Watched:
    """The real vision child behind a list of what it was asked to prepare."""

    def __init__(self, vision, fails=()):
        self._vision = vision
        self._fails = list(fails)
        self.prepared = []

    def prepare(self, sha256, path):
        self.prepared.append((time.monotonic(), sha256))
        if self._fails:
            raise self._fails.pop(0)
        self._vision.prepare(sha256, path)


@pytest.fixture
def shas(client):
    photos = upload(client, "/api/v1/shipments/o-1/photos", jpeg(70), jpeg(71)).json["photos"]
    return [photo["sha256"] for photo in photos]


def test_it_waits_for_a_quiet_moment(store, vision, shas):
    watched = Watched(vision)
    ahead = Preparing(store.blobs, watched, quiet_seconds=QUIET_SECONDS)
    ahead.note(shas[:1])
    time.sleep(QUIET_SECONDS / 4)
    noted = time.monotonic()
    ahead.note(shas)
    eventually(lambda: len(watched.prepared) == 2)
    assert [sha256 for _, sha256 in watched.prepared] == shas
    assert watched.prepared[0][0] - noted >= QUIET_SECONDS * 0.99


@pytest.mark.parametrize("failure", [UnreadableImage(), RuntimeError("gone"), OSError("gone")])
def test_one_that_fails_keeps_the_next_from_nothing(store, vision, shas, failure):
    watched = Watched(vision, [failure])
    ahead = Preparing(store.blobs, watched, quiet_seconds=0)
    ahead.note(["0" * 64, *shas])
    eventually(lambda: len(watched.prepared) == 2)
    ahead.note(shas[:1])
    eventually(lambda: len(watched.prepared) == 3)


def test_a_served_app_prepares_what_was_packed(settings, ports, vision, owner):
    watched = Watched(vision)
    ahead = Preparing(ports.blobs, watched, quiet_seconds=0)
    app = create_app(settings, replace(ports, ahead=ahead))
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    photo = upload(client, "/api/v1/shipments/o-1/photos", jpeg(72)).json["photos"][0]
    eventually(lambda: watched.prepared)
    assert watched.prepared[0][1] == photo["sha256"]
