"""An event stream of a test client, read as a browser would."""

import json
import threading

from tests.server.waiting import eventually


class Stream:
    """An open stream read on a thread of its own, as a browser would."""

    def __init__(self, client, **headers):
        self.answer = client.get("/api/v1/events", headers=headers)
        self.events, self.comments, self.ended = [], 0, threading.Event()
        self.closing = False
        if self.answer.status_code == 200:
            self.parts = self.answer.iter_encoded()
            self.thread = threading.Thread(target=self._read, daemon=True)
            self.thread.start()

    def _read(self):
        text = ""
        for part in self.parts:
            text += part.decode()
            while "\n\n" in text:
                block, text = text.split("\n\n", 1)
                self._take(block)
            if self.closing:
                break
        self.ended.set()

    def _take(self, block):
        found = dict(line.split(": ", 1) for line in block.splitlines() if line[0] != ":")
        if "event" in found:
            self.events.append((found["event"], json.loads(found["data"]), found["id"]))
        elif block.startswith(":"):
            self.comments += 1

    def kinds(self):
        return [kind for kind, _, _ in self.events]

    def until(self, condition):
        eventually(lambda: condition(self), pause=0.02)
        return self


def change(client, number=1):
    answer = client.put(f"/api/v1/cases/R{number}", json={"order_id": "O1"})
    assert answer.status_code in {200, 201}
