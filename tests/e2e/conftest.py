"""For the tests of one file: a driver of Chromium, a folder and a server of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright
from tests.e2e.pages import build
from tests.e2e.server import Server


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Not for the whole session: its event loop would run on under the tests of other folders."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """An empty installation. A file that needs another defines its own under this name."""
    with Server(folder / "data") as running:
        yield running


@pytest.fixture(scope="module")
def element_pages() -> Path:
    """The pages of tests/pages as their bundler leaves them."""
    return build()
