"""`make run`: the server with its sample shop, and a Chromium with the extension paired."""

import argparse
import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import urllib.parse
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
EXTENSION = ROOT / "extension" / "dist" / "chrome-mv3"
RETURNPROOF = Path(sys.executable).with_name("returnproof")
# Debian's and Ubuntu's Chromium obey --load-extension; Google Chrome has ignored it since 137.
CHROMIUMS = ("chromium", "chromium-browser", "/Applications/Chromium.app/Contents/MacOS/Chromium")


def extension_id() -> str:
    """The id Chromium derives from the manifest's public key: SHA-256, sixteen bytes, a to p."""
    key = json.loads((EXTENSION / "manifest.json").read_text())["key"]
    digest = hashlib.sha256(base64.b64decode(key)).hexdigest()[:32]
    return digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def pairing() -> dict[str, str]:
    """A one-time code for the sample shop, from the running server's own store."""
    out = subprocess.run(
        [RETURNPROOF, "pair", "--shop", "sample", "--data-dir", DATA, "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(out.stdout))


def chromium() -> str | None:
    """A Chromium that can show a window here, if there is one."""
    has_display = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return next(filter(None, map(shutil.which, CHROMIUMS)), None) if has_display else None


def open_chromium(binary: str, server: str, code: str) -> subprocess.Popen[bytes]:
    """Opens the sample list in its own profile; the options page pairs itself from the code."""
    options = f"chrome-extension://{extension_id()}/options.html"
    pair = urllib.parse.urlencode({"server": server, "code": code})
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return subprocess.Popen(
        [
            binary,
            f"--user-data-dir={DATA / 'chromium'}",
            f"--load-extension={EXTENSION}",
            "--no-first-run",
            "--no-default-browser-check",
            *sandbox,
            f"{server}/sample/",
            f"{options}#{pair}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def welcome(server: str) -> subprocess.Popen[bytes] | None:
    """Says, or does, what comes next once the server answers."""
    print(f"\n示例店铺 Sample shop   {server}/sample/", flush=True)
    code = pairing()["code"]
    binary = chromium()
    if binary:
        print("正在打开已装好扩展的浏览器 Opening Chromium with the extension loaded and paired …")
        return open_chromium(binary, server, code)
    print(
        f"扩展 Extension          {EXTENSION}\n"
        "  1. 打开 chrome://extensions，开启“开发者模式”，点“加载已解压的扩展程序”，选上面的文件夹\n"
        "     Open chrome://extensions, switch on developer mode, “Load unpacked”: that folder\n"
        f"  2. 在扩展的选项页填写 In its options enter   server {server}   code {code}\n"
        f"  3. 打开 Open {server}/sample/\n"
        "配对码十分钟内有效；再要一个 The code lasts ten minutes; another: "
        f"{RETURNPROOF} pair --shop sample --data-dir {DATA}",
        flush=True,
    )
    return None


def relay(stream: IO[str], ready: threading.Event) -> None:
    """Prints what the server prints and notices when it answers."""
    for line in stream:
        print(line, end="", flush=True)
        if line.startswith("ready "):
            ready.set()


def main() -> int:
    """Runs until Ctrl-C or until the server ends; answers with the server's exit status."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=8600)
    port = arguments.parse_args().port
    serve = subprocess.Popen(
        [RETURNPROOF, "serve", "--sample", "--port", str(port), "--data-dir", DATA],
        stdout=subprocess.PIPE,
        text=True,
    )
    ready = threading.Event()
    threading.Thread(target=relay, args=(serve.stdout, ready), daemon=True).start()
    browser = None
    signal.signal(signal.SIGTERM, lambda *_: serve.terminate())
    try:
        while serve.poll() is None and not ready.wait(0.1):
            pass
        if ready.is_set():
            browser = welcome(f"http://127.0.0.1:{port}")
        return serve.wait()
    except KeyboardInterrupt:
        return serve.wait()
    finally:
        if browser:
            browser.terminate()


if __name__ == "__main__":
    sys.exit(main())
