"""`make run` where a window can be shown: the browser opens paired, on a list with badges."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from tests.e2e.backend import DIST
from tests.e2e.browser import CHROMIUM, EXTENSION, FLAGS
from tests.e2e.server import free_port

RUN = Path(__file__).resolve().parents[2] / "scripts" / "run.py"
PORT_FILE = "DevToolsActivePort"

pytestmark = [
    pytest.mark.xdist_group("e2e"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not (DIST.is_dir() and EXTENSION.is_dir() and Path(CHROMIUM).exists()),
        reason="needs Chromium and what `make run` builds first",
    ),
]


@contextmanager
def run(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """What `make run` executes; its browser also opens a port, for the test to look into it."""
    flags = " ".join((*FLAGS, "--remote-debugging-port=0", "--lang=zh-CN"))
    with data.with_suffix(".log").open("wb") as log:
        made = subprocess.Popen(
            [sys.executable, RUN, "--port", str(port), "--data-dir", data],
            env={**os.environ, "RETURNPROOF_CHROMIUM_FLAGS": flags},
            stdout=log,
            stderr=log,
        )
    try:
        yield made
    finally:
        made.terminate()
        made.wait(60)


def debugging_address(data: Path) -> str:
    found = data / "chromium" / PORT_FILE
    limit = time.monotonic() + 120
    while not (found.exists() and found.read_text().strip()):
        assert time.monotonic() < limit, data.with_suffix(".log").read_text()
        time.sleep(0.1)
    return f"http://127.0.0.1:{found.read_text().split()[0]}"


def test_a_newcomer_sees_badges_without_doing_anything(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with run(data, port) as made, sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(debugging_address(data))
        context = browser.contexts[0]
        address = f"http://127.0.0.1:{port}/sample/zone/refund/list"
        limit = time.monotonic() + 120
        while not (found := [each for each in context.pages if each.url.startswith(address)]):
            assert time.monotonic() < limit, [each.url for each in context.pages]
            # Not time.sleep: the driver must go on hearing of new tabs.
            (context.pages or [context.new_page()])[0].wait_for_timeout(200)
        expect(found[0].locator("returnproof-badge").nth(11)).to_be_attached(timeout=120_000)
        assert "about:blank" not in [each.url for each in context.pages]
        made.terminate()
        assert made.wait(60) == 0
