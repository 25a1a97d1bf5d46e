"""A real `returnproof serve` in a process of its own, and what tests ask of it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import requests
from tests.server.waiting import LONG, eventually

RETURNPROOF = [sys.executable, "-m", "returnproof.cli"]


def environment(**extra):
    kept = {name: each for name, each in os.environ.items() if not name.startswith("RETURNPROOF_")}
    # Coverage of child processes is not what these tests are about, and would slow their start.
    kept.pop("COVERAGE_PROCESS_START", None)
    return kept | {"LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8"} | extra


def command(*arguments, **options):
    """One command run to its end, with its output as text."""
    return subprocess.run(
        [*RETURNPROOF, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=LONG,
        env=environment(),
        check=False,
        **options,
    )


class Served:
    """`serve` on a free port. Use as a context manager: afterwards nothing of it is left."""

    def __init__(self, data_dir, *arguments, **variables):
        self.data_dir = Path(data_dir)
        self.lines = queue.Queue()
        self.output = []
        self.process = subprocess.Popen(
            [*RETURNPROOF, "serve", "--port", "0", "--data-dir", data_dir, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(**variables),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = self._await_ready()
        self._everyone = set()
        self.remember()

    def _read(self):
        for line in self.process.stdout:
            self.output.append(line)
            self.lines.put(line)
        self.process.stdout.close()
        self.lines.put(None)

    def _await_ready(self):
        deadline = time.monotonic() + LONG
        while time.monotonic() < deadline:
            with suppress(queue.Empty):
                line = self.lines.get(timeout=0.2)
                assert line is not None, f"serve ended: {''.join(self.output)}"
                if line.startswith("ready "):
                    return line.split()[1]
        raise AssertionError(f"not ready: {''.join(self.output)}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Its exit status after SIGTERM; whatever is still there then is killed."""
        self.remember()
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(LONG)
        finally:
            self.kill_everyone()
            self._reader.join(LONG)

    def kill(self):
        """`kill -9` of `serve` alone."""
        self.remember()
        self.process.kill()
        self.process.wait(LONG)

    def remember(self):
        """Notes all of its processes, to find what outlives it."""
        with suppress(psutil.NoSuchProcess):
            me = psutil.Process(self.process.pid)
            self._everyone |= set(me.children(recursive=True))

    def left(self):
        """Processes of it that still run."""
        return [each for each in self._everyone if each.is_running() and not _ended(each)]

    def kill_everyone(self):
        for each in [*self.left(), psutil.Process()][:-1]:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        with suppress(ProcessLookupError):
            self.process.kill()

    def processes(self, word):
        """Its live processes whose command line has `word`, oldest first."""
        found = []
        for each in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if any(word in part for part in each.cmdline()) and not _ended(each):
                    found.append(each)
        return sorted(found, key=lambda each: each.create_time())

    def token(self, shop="shop"):
        made = command(
            "token", "create", "--shop", shop, "--name", "t", "--json", "--data-dir", self.data_dir
        )
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout)["token"]

    def client(self, shop="shop"):
        return Client(self.address, self.token(shop))


class Client:
    """What an extension does: photos in, assessment out. A new connection for each request."""

    def __init__(self, address, token):
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method, path, **options):
        return requests.request(
            method, self._address + path, headers=self._headers, timeout=LONG, **options
        )

    def pack(self, order_id, *pictures):
        files = [("file", (path.name, path.read_bytes())) for path in pictures]
        answer = self.ask("POST", f"/api/v1/shipments/{order_id}/photos", files=files)
        assert answer.status_code == 201, answer.text
        return answer.json()["photos"]

    def open_case(self, refund_id, order_id):
        path = f"/api/v1/cases/{refund_id}"
        answer = self.ask("PUT", path, json={"order_id": order_id, "kind": "return_refund"})
        assert answer.status_code in {200, 201}, answer.text

    def claim(self, refund_id, *pictures):
        files = [("file", (path.name, path.read_bytes())) for path in pictures]
        path = f"/api/v1/cases/{refund_id}/photos?role=buyer_claim"
        answer = self.ask("POST", path, files=files)
        assert answer.status_code == 201, answer.text
        return answer.json()["photos"]

    def comparisons(self, refund_id):
        answer = self.ask("GET", f"/api/v1/cases/{refund_id}/assessment")
        assert answer.status_code == 200, answer.text
        return answer.json()["comparisons"]

    def comparison(self, comparison_id):
        return self.ask("GET", f"/api/v1/comparisons/{comparison_id}").json()

    def states(self, refund_id):
        return [each["state"] for each in self.comparisons(refund_id)]

    def await_states(self, refund_id, *states, seconds=LONG):
        return eventually(lambda: self.states(refund_id) == list(states), seconds, 0.1)


def _ended(process):
    with suppress(psutil.NoSuchProcess):
        return process.status() == psutil.STATUS_ZOMBIE
    return True
