"""What the extension stores get: within their limits, reproducible, as the code does."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
LISTING = json.loads((ROOT / "store" / "listing.json").read_text(encoding="utf-8"))
LOCALES = {"zh-CN": "zh_CN", "en": "en"}
# The narrowest of Chrome Web Store, Edge Add-ons and addons.mozilla.org, November 2026.
NAME, SUMMARY, DESCRIPTION_LEAST, DESCRIPTION_MOST = 45, 132, 250, 10_000
TERMS, TERM, TERM_WORDS = 7, 30, 21


@pytest.fixture(scope="module")
def store() -> ModuleType:
    spec = importlib.util.spec_from_file_location("store", ROOT / "scripts" / "store.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts(language: str) -> str:
    return "\n".join(LISTING[language]["description"])


@pytest.mark.parametrize("language", LOCALES)
def test_the_listing_keeps_to_every_stores_limits(language):
    listing = LISTING[language]
    assert len(listing["name"]) <= NAME
    assert len(listing["summary"]) <= SUMMARY
    assert DESCRIPTION_LEAST <= len(texts(language)) <= DESCRIPTION_MOST
    terms = listing["search_terms"]
    assert len(terms) <= TERMS
    assert all(len(term) <= TERM for term in terms)
    assert sum(len(term.split()) for term in terms) <= TERM_WORDS


@pytest.mark.parametrize(("language", "locale"), LOCALES.items())
def test_the_listing_says_what_the_manifest_says(language, locale):
    path = ROOT / "extension" / "public" / "_locales" / locale / "messages.json"
    messages = json.loads(path.read_text(encoding="utf-8"))
    assert LISTING[language]["name"] == messages["name"]["message"]
    assert LISTING[language]["summary"] == messages["description"]["message"]


@pytest.mark.parametrize("language", LOCALES)
def test_the_listing_labels_nobody(language):
    said = texts(language) + LISTING[language]["privacy"]
    assert [
        word for word in ("恶意", "诈骗", "骗子", "fraud", "scam") if word in said.lower()
    ] == []


def test_the_same_files_make_the_same_package_whenever_they_were_written(store, tmp_path):
    packages = []
    for moment, order in ((1_000_000_000, 1), (1_700_000_000, -1)):
        folder = tmp_path / str(moment)
        folder.mkdir()
        manifest = {"name": "退货存证", "key": "MII"}
        files = {"manifest.json": json.dumps(manifest), "b/c.js": "1", "a.js": "2", ".built": ""}
        for name, content in [*files.items()][::order]:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
            os.utime(path, (moment, moment))
        target = tmp_path / f"{moment}.zip"
        digest = store.pack(target, store.built(folder, with_key=False))
        assert digest == hashlib.sha256(target.read_bytes()).hexdigest()
        packages.append(target.read_bytes())
    assert packages[0] == packages[1]
    assert b"MII" not in packages[0]
    assert b".built" not in packages[0]


def test_the_screenshots_have_the_stores_size_and_no_alpha_channel(store, tmp_path):
    store.screenshots(tmp_path)
    for language, short in store.SHORT.items():
        for at, name in enumerate(store.SHOWN, 1):
            source = ROOT / "docs" / "images" / f"{name}-{short}.png"
            with Image.open(source) as taken:
                assert taken.width * store.SCREENSHOT[1] == taken.height * store.SCREENSHOT[0]
                assert taken.width >= store.SCREENSHOT[0]
            with Image.open(tmp_path / "screenshots" / language / f"{at}-{name}.png") as picture:
                assert (picture.size, picture.mode) == (store.SCREENSHOT, "RGB")


NPX = shutil.which("npx")


@pytest.mark.skipif(NPX is None, reason="Node is not installed")
def test_the_firefox_build_passes_the_stores_own_linter():
    if not (ROOT / "node_modules" / "addons-linter").is_dir():
        pytest.skip("the extension's development packages are not installed")
    assert NPX is not None
    extension = ROOT / "extension"
    build = subprocess.run(
        [NPX, "wxt", "build", "-b", "firefox", "--mv3"],
        cwd=extension, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert build.returncode == 0, build.stdout + build.stderr
    lint = subprocess.run(
        [NPX, "addons-linter", "--output", "json", "dist/firefox-mv3"],
        cwd=extension, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    found = json.loads(lint.stdout)
    assert found["errors"] == []
    # Preact can set innerHTML, and we never ask it to; archives are asked for only where there are.
    known = {"UNSAFE_VAR_ASSIGNMENT", "UNSUPPORTED_API"}
    assert [each for each in found["warnings"] if each["code"] not in known] == []


def test_nothing_of_ours_sets_inner_html_or_runs_text_as_code():
    danger = re.compile(r"dangerouslySetInnerHTML|\.innerHTML\s*=|\beval\(|new Function\(")
    sources = [
        *(ROOT / "extension" / "src").rglob("*.ts*"),
        *(ROOT / "extension").glob("entrypoints/**/*.ts*"),
    ]
    assert sources
    assert [str(path) for path in sources if danger.search(path.read_text(encoding="utf-8"))] == []
