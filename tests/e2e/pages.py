"""The backend drawn with Vue and Element Plus (tests/pages), built when it is not."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "tests" / "pages"


def build() -> Path:
    """The folder of built pages. `make test` builds them; a test run by hand may find them old."""
    dist = PAGES / "dist"
    newest = max(each.stat().st_mtime for each in PAGES.glob("src/*"))
    if not (dist / "index.html").exists() or (dist / "index.html").stat().st_mtime < newest:
        done = subprocess.run(
            ["npm", "run", "build", "--workspace", "tests/pages"],
            cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return dist
