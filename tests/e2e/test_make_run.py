"""`make run` where a window can be shown: the browser opens paired, on a list with badges."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from tests.e2e.backend import DIST
from tests.e2e.browser import CHROMIUM, EXTENSION, FLAGS
from tests.server.redis.servers import free_port
from tests.server.waiting import eventually

RUN = Path(__file__).resolve().parents[2] / "scripts" / "run.py"

pytestmark = [
    pytest.mark.xdist_group("e2e"),
    pytest.mark.timeout(400),
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


def opened(playwright: Playwright, data: Path, address: str) -> Page:
    """The tab with this address in the browser it started, once it is there.

    Asked of the browser's own list: who is connected while tabs come and go may meet a closed one.
    """
    said = data / "chromium" / "DevToolsActivePort"
    eventually(lambda: said.exists() and said.read_text().strip())
    door = f"http://127.0.0.1:{said.read_text().split()[0]}"

    def tabs() -> list[str]:
        with urllib.request.urlopen(f"{door}/json/list", timeout=60) as listed:
            return [each["url"] for each in json.load(listed) if each["type"] == "page"]

    eventually(lambda: any(each.startswith(address) for each in tabs()))
    eventually(lambda: "about:blank" not in tabs())
    context = playwright.chromium.connect_over_cdp(door).contexts[0]
    (found,) = [each for each in context.pages if each.url.startswith(address)]
    return found


def test_a_newcomer_sees_badges_without_doing_anything(
    tmp_path: Path, playwright: Playwright
) -> None:
    data, port = tmp_path / "data", free_port()
    with run(data, port) as made:
        page = opened(playwright, data, f"http://127.0.0.1:{port}/sample/zone/refund/list")
        expect(page.locator("returnproof-badge").nth(11)).to_be_attached(timeout=120_000)
        made.terminate()
        assert made.wait(60) == 0
