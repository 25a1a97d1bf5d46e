"""What the API answered 201 to is there, whichever of its processes are killed while it works."""

import hashlib
import random
import threading
import time
from contextlib import suppress

import requests
from tests.server.pictures import jpeg
from tests.server.serve.served import Served
from tests.server.waiting import eventually

ROUNDS = 3
KILLS = 4
# Acknowledgements between two kills.
MORE = 4
THREADS = 3
WORDS = ("/redis/redis.sock", "/queue/redis.sock", "web", "worker")


class Uploader(threading.Thread):
    """Sends packing photos until it is told to end, and remembers each that was acknowledged."""

    def __init__(self, client, name):
        super().__init__(daemon=True)
        self._client = client
        self._name = name
        self.acknowledged = []
        self.ended = threading.Event()

    def run(self):
        number = 0
        while not self.ended.is_set():
            number += 1
            with suppress(requests.RequestException):
                self._send(f"{self._name}-{number // 3}")

    def _send(self, order_id):
        content = jpeg(random.getrandbits(32), (160, 120))
        files = [("file", ("a.jpg", content))]
        answer = self._client.ask("POST", f"/api/v1/shipments/{order_id}/photos", files=files)
        if answer.status_code == 201:
            [photo] = answer.json()["photos"]
            digest = hashlib.sha256(content).hexdigest()
            assert photo["sha256"] == digest
            self.acknowledged.append((order_id, photo["id"], digest))
        else:
            assert answer.status_code in {429, 503, 507}, answer.text
            time.sleep(0.05)


def kill_at_random(served, uploaders):
    """Each time after some more uploads were taken: so it was back from the kill before."""
    for _ in range(KILLS):
        await_more(uploaders)
        time.sleep(random.uniform(0.0, 0.3))
        found = served.processes(random.choice(WORDS))
        if found:
            random.choice(found).kill()
    await_more(uploaders)


def await_more(uploaders):
    before = count(uploaders)
    eventually(lambda: count(uploaders) >= before + MORE)


def count(uploaders):
    return sum(len(uploader.acknowledged) for uploader in uploaders)


def load_and_kill(served, everybody):
    """The acknowledgements of one `serve`, which is dead afterwards."""
    client = served.client()
    uploaders = [Uploader(client, f"{time.time_ns()}-{number}") for number in range(THREADS)]
    for uploader in uploaders:
        uploader.start()
    kill_at_random(served, uploaders)
    served.kill()
    if everybody:
        served.kill_everyone()
    for uploader in uploaders:
        uploader.ended.set()
        uploader.join(60)
    return [each for uploader in uploaders for each in uploader.acknowledged]


def check(client, acknowledged):
    listed = {}
    for order_id, photo_id, sha256 in acknowledged:
        if order_id not in listed:
            shipment = client.ask("GET", f"/api/v1/shipments/{order_id}").json()
            listed[order_id] = {(photo["id"], photo["sha256"]) for photo in shipment["photos"]}
        assert (photo_id, sha256) in listed[order_id]
        original = client.ask("GET", f"/api/v1/photos/{photo_id}/original")
        assert original.status_code == 200, original.text
        assert hashlib.sha256(original.content).hexdigest() == sha256


def test_what_was_answered_with_201_survives_every_kill(tmp_path):
    kept = []
    for number in range(ROUNDS):
        with Served(tmp_path / "data", "--workers", "1") as served:
            check(served.client(), kept[-30:])
            kept += load_and_kill(served, everybody=number % 2 == 1)
    with Served(tmp_path / "data", "--workers", "1") as served:
        check(served.client(), kept)
