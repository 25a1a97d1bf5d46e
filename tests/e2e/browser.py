"""Chromium with the built extension, as a seller's browser: profile, pairing, pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page, Playwright, expect

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
    **options: object,
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
        **{"viewport": {"width": 1440, "height": 900}, **options},  # type: ignore[arg-type]
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
        workers = context.service_workers
        worker = workers[0] if workers else context.wait_for_event("serviceworker")
        _ORIGINS[context] = "/".join(worker.url.split("/")[:3])
    return _ORIGINS[context]


def pair(context: BrowserContext, server: str, code: str) -> Page:
    """What a seller does once: address and code into the options page, until it says connected."""
    page = context.new_page()
    page.goto(f"{extension_origin(context)}/options.html")
    page.fill("input[name=server]", server)
    page.fill("input[name=code]", code)
    page.click("button[type=submit]")
    page.wait_for_selector('[data-status="connected"]')
    return page
