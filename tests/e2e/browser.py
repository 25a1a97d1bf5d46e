"""Chromium with the built extension, as a seller's browser: profile, pairing, pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page, Playwright, Worker, expect
from tests.e2e.server import Server

CHROMIUM = "/usr/bin/chromium"
EXTENSION = Path(__file__).resolve().parents[2] / "extension" / "dist" / "chrome-mv3"
# Every wait ends on a condition; a loaded machine takes its time to reach it.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(
    playwright: Playwright,
    profile: Path,
    *,
    locale: str = "zh-CN",
    loaded: bool = True,
    extension: Path = EXTENSION,
    **options: Any,
) -> Iterator[BrowserContext]:
    """A profile with the extension `loaded`; opening the same folder again is a restart."""
    ours = [f"--load-extension={extension}", f"--disable-extensions-except={extension}"]
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        headless=False,
        args=[
            *FLAGS,
            f"--lang={locale}",
            *(ours if loaded else []),
        ],
        ignore_default_args=["--disable-extensions"],
        locale=locale,
        **{"viewport": {"width": 1440, "height": 900}, **options},
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()


_ORIGINS: WeakKeyDictionary[BrowserContext, str] = WeakKeyDictionary()


def extension_origin(context: BrowserContext) -> str:
    """chrome-extension://ID, read once off the service worker: later it may have been stopped."""
    if context not in _ORIGINS:
        _ORIGINS[context] = "/".join(service_worker(context).url.split("/")[:3])
    return _ORIGINS[context]


def service_worker(context: BrowserContext) -> Worker:
    """The one that runs, or the next to start."""
    running = context.service_workers
    return running[0] if running else context.wait_for_event("serviceworker")


@contextmanager
def paired(
    playwright: Playwright,
    profile: Path,
    server: Server,
    shop: str,
    serve: Callable[[BrowserContext], None] = lambda _: None,
    **options: Any,
) -> Iterator[BrowserContext]:
    """A seller's browser on the shop; `serve` answers for the sites it visits."""
    with chromium(playwright, profile, **options) as context:
        serve(context)
        pair(context, server.url, server.code(shop)).close()
        yield context


def pair(context: BrowserContext, server: str, code: str) -> Page:
    """What a seller does once: address and code into the options page, until it says connected."""
    page = context.new_page()
    page.goto(f"{extension_origin(context)}/options.html")
    page.fill("input[name=server]", server)
    page.fill("input[name=code]", code)
    page.click("button[type=submit]")
    page.wait_for_selector('[data-status="connected"]')
    return page
