"""What the extension stores get: reproducible ZIPs, screenshots of their size, the texts."""

import argparse
import hashlib
import json
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "extension" / "dist"
IMAGES = ROOT / "docs" / "images"
LISTING = ROOT / "store" / "listing.json"
# Chrome, Edge and Firefox all take this size; ours are taken at the same proportion.
SCREENSHOT = (1280, 800)
SHOWN = ("list", "panel", "options")
SHORT = {"zh-CN": "zh", "en": "en"}
# The first moment a ZIP can name: the same input is the same file, whenever it was built.
MOMENT = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16


def pack(target: Path, entries: Iterable[tuple[str, bytes]]) -> str:
    """Writes the ZIP, sorted and without times; answers with its SHA-256."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(entries):
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = MODE
            archive.writestr(info, content)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def built(folder: Path, *, with_key: bool) -> list[tuple[str, bytes]]:
    """The built files; a store gives an extension its own id and refuses a `key`."""
    entries = []
    for path in folder.rglob("*"):
        if not path.is_file() or path.name.startswith("."):
            continue
        content = path.read_bytes()
        if path.name == "manifest.json" and path.parent == folder and not with_key:
            manifest = json.loads(content)
            manifest.pop("key", None)
            content = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
        entries.append((path.relative_to(folder).as_posix(), content))
    return entries


def packages(out: Path, version: str) -> dict[str, str]:
    """One package each; Edge takes what Chrome takes, under its own name."""
    made = {}
    for store, folder in (("chrome", "chrome"), ("edge", "chrome"), ("firefox", "firefox")):
        source = DIST / f"{folder}-mv3"
        if not (source / "manifest.json").is_file():
            command = (
                "make extension" if folder == "chrome" else "npm run build:firefox -w extension"
            )
            raise SystemExit(f"not built: {source}; run `{command}` first")
        target = out / f"returnproof-{store}-{version}.zip"
        made[target.name] = pack(target, built(source, with_key=False))
    return made


def sources(out: Path, version: str) -> None:
    """What Firefox's reviewers build from: the commit, as git packs it."""
    target = out / f"returnproof-source-{version}.zip"
    subprocess.run(
        ["git", "archive", "--format=zip", f"--output={target}", "HEAD"],  # noqa: S607 -- git as found
        cwd=ROOT,
        check=True,
    )


def screenshots(out: Path) -> None:
    """The documentation's pictures at the stores' size, without an alpha channel."""
    for language, short in SHORT.items():
        folder = out / "screenshots" / language
        folder.mkdir(parents=True, exist_ok=True)
        for at, name in enumerate(SHOWN, 1):
            with Image.open(IMAGES / f"{name}-{short}.png") as picture:
                small = picture.convert("RGB").resize(SCREENSHOT, Image.Resampling.LANCZOS)
            small.save(folder / f"{at}-{name}.png", optimize=True)


def texts(out: Path) -> None:
    """The listing as plain text, to be pasted into each store's form."""
    for language, each in json.loads(LISTING.read_text(encoding="utf-8")).items():
        lines = [each["name"], "", each["summary"], "", *each["description"], "", each["privacy"]]
        (out / f"listing-{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=DIST / "store")
    out = arguments.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    version = json.loads((ROOT / "extension" / "package.json").read_text())["version"]
    for name, digest in packages(out, version).items():
        print(f"{digest}  {name}")
    sources(out, version)
    screenshots(out)
    texts(out)
    print(f"in {out}")


if __name__ == "__main__":
    main()
