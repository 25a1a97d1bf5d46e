"""`make run`: the server with its sample shop, and a Chromium with the extension paired."""

import argparse
import json
import signal
import subprocess
import sys
import threading
import urllib.parse
from pathlib import Path
from typing import IO

import browser

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "extension" / "dist" / "chrome-mv3"
RETURNPROOF = Path(sys.executable).with_name("returnproof")


def pairing(data: Path) -> str:
    """A one-time code for the sample shop, from the running server's own store."""
    out = subprocess.run(
        [RETURNPROOF, "pair", "--shop", "sample", "--data-dir", data, "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    return str(json.loads(out.stdout)["code"])


def open_browser(binary: str, data: Path, server: str, code: str) -> browser.Browser:
    """Opens the options page, which pairs by the code in its address, and the list."""
    opened = browser.Browser(binary, data / "chromium")
    try:
        extension = opened.load(EXTENSION)
        pair = urllib.parse.urlencode({"server": server, "code": code})
        options = f"chrome-extension://{extension}/options.html#{pair}"
        opened.open(options, f"{server}/sample/")
    except OSError:
        opened.close()
        raise
    return opened


def welcome(data: Path, server: str) -> browser.Browser | None:
    """Says, or does, what comes next once the server answers."""
    print(f"\n示例店铺 Sample shop   {server}/sample/", flush=True)
    binary = browser.find()
    if binary:
        print("正在打开已装好扩展的浏览器 Opening Chromium with the extension loaded and paired …")
        try:
            return open_browser(binary, data, server, pairing(data))
        except OSError as error:
            print(f"浏览器没有按预期打开 The browser did not open as meant: {error}")
    by_hand(data, server, pairing(data))
    return None


def by_hand(data: Path, server: str, code: str) -> None:
    """The same steps for somebody to take."""
    print(
        f"扩展 Extension          {EXTENSION}\n"
        "  1. 打开 chrome://extensions，开启“开发者模式”，点“加载已解压的扩展程序”，选上面的文件夹\n"
        "     Open chrome://extensions, switch on developer mode, “Load unpacked”: that folder\n"
        f"  2. 在扩展的选项页填写 In its options enter   server {server}   code {code}\n"
        f"  3. 打开 Open {server}/sample/\n"
        "配对码十分钟内有效；再要一个 The code lasts ten minutes; another: "
        f"{RETURNPROOF} pair --shop sample --data-dir {data}",
        flush=True,
    )


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
    arguments.add_argument("--data-dir", type=Path, default=ROOT / "data")
    chosen = arguments.parse_args()
    port, data = chosen.port, chosen.data_dir
    serve = subprocess.Popen(
        [RETURNPROOF, "serve", "--sample", "--port", str(port), "--data-dir", data],
        stdout=subprocess.PIPE,
        text=True,
    )
    ready = threading.Event()
    threading.Thread(target=relay, args=(serve.stdout, ready), daemon=True).start()
    opened = None
    signal.signal(signal.SIGTERM, lambda *_: serve.terminate())
    try:
        while serve.poll() is None and not ready.wait(0.1):
            pass
        if ready.is_set():
            opened = welcome(data, f"http://127.0.0.1:{port}")
        return serve.wait()
    except KeyboardInterrupt:
        return serve.wait()
    finally:
        if opened:
            opened.close()


if __name__ == "__main__":
    sys.exit(main())
