"""A Chromium with the extension in it, told what to open through its debugging pipe.

A page of an extension named on the command line is refused while the extension is still being
loaded, and Google Chrome ignores --load-extension; over the pipe both go in order. The pipe is
this process's alone: no port is opened.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    """A Chromium that can show a window here, if there is one."""
    shows = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return next(filter(None, map(shutil.which, CHROMIUMS)), None) if shows or flags() else None


def flags() -> list[str]:
    """What else the browser is started with: `--headless=new` needs no display."""
    return os.environ.get("RETURNPROOF_CHROMIUM_FLAGS", "").split()


class Browser:
    """One started browser and the two ends of its pipe."""

    def __init__(self, binary: str, profile: Path) -> None:
        """Starts it with a profile of its own, so that the seller's is never touched."""
        read, told = os.pipe()
        self._heard, written = os.pipe()
        self._told = told
        self._asked = 0
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        self.process = subprocess.Popen(
            [
                # Chromium speaks on descriptors 3 and 4, whatever numbers the pipes got here.
                *("/bin/sh", "-c", f'exec "$@" 3<&{read} 4>&{written}', "sh", binary),
                f"--user-data-dir={profile}",
                "--remote-debugging-pipe",
                "--enable-unsafe-extension-debugging",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-features=Translate",
                *(["--no-sandbox"] if root else []),
                *flags(),
                "about:blank",
            ],
            pass_fds=(read, written),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(written)

    def load(self, extension: Path) -> str:
        """Loads an unpacked extension and answers with its id."""
        return str(self._ask("Extensions.loadUnpacked", path=str(extension))["id"])

    def open(self, *addresses: str) -> None:
        """Each in a tab of its own, in place of the empty one it starts with."""
        before = self._ask("Target.getTargets")["targetInfos"]
        for address in addresses:
            self._ask("Target.createTarget", url=address)
        for tab in before:
            if tab["url"] == "about:blank":
                self._ask("Target.closeTarget", targetId=tab["targetId"])

    def close(self) -> None:
        """Ends it, as its window would."""
        self.process.terminate()
        self.process.wait()

    def _ask(self, method: str, **parameters: str) -> dict[str, Any]:
        self._asked += 1
        asked = {"id": self._asked, "method": method, "params": parameters}
        os.write(self._told, json.dumps(asked).encode() + b"\0")
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self._asked:
                break
        if "error" in answer:
            raise OSError(f"{method}: {answer['error'].get('message')}")
        return dict(answer["result"])

    def _message(self) -> bytes:
        received = bytearray()
        while not received.endswith(b"\0"):
            piece = os.read(self._heard, 1)
            if not piece:
                raise OSError("Chromium ended before it answered")
            received += piece
        return bytes(received[:-1])
