"""Uploads while the disk is nearly full: refused with 507, nothing half-kept, back by itself."""

import tempfile
from dataclasses import replace

import pytest
from tests.server.pictures import jpeg, upload

from returnproof.app import create_app
from returnproof.domain.errors import StorageFull

PACKING = "/api/v1/shipments/o-1/photos"


class Filling:
    """The real blobs on a disk whose free space the test decides."""

    def __init__(self, blobs, room):
        self._blobs = blobs
        self.room = room
        self.asked = 0

    def __getattr__(self, name):
        return getattr(self._blobs, name)

    def require_room(self, more=0):
        self.asked += 1
        self.room -= more
        if self.room < 0:
            raise StorageFull(cause="disk")


@pytest.fixture
def filling(store):
    return Filling(store.blobs, room=10**9)


@pytest.fixture
def client(settings, ports, filling, owner):
    client = create_app(settings, replace(ports, blobs=filling)).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {owner.bearer}"
    return client


def test_a_body_is_refused_while_it_is_being_read(client, filling):
    filling.room = 50_000
    refused = upload(client, PACKING, jpeg(1))
    assert refused.status_code == 507
    assert refused.json["type"].endswith("/storage-full")
    assert client.get("/api/v1/shipments/o-1").status_code == 404
    filling.room = 10**9
    assert upload(client, PACKING, jpeg(1)).status_code == 201
    assert filling.asked > 2


def test_a_full_temporary_disk_is_no_bug_of_ours(client, filling, monkeypatch):
    def full(more=0):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(filling, "require_room", full)
    assert upload(client, PACKING, jpeg(1)).status_code == 507


def test_large_files_wait_in_the_data_directory(client, settings, monkeypatch):
    seen = []
    real = tempfile.TemporaryFile

    def watched(*arguments, **options):
        seen.append(options.get("dir"))
        return real(*arguments, **options)

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    assert upload(client, PACKING, jpeg(1, (1600, 1200), quality=95)).status_code == 201
    assert str(settings.data_dir) in [str(each) for each in seen]
