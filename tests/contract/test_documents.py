"""What the documents say is there: links, commands, folders, and a reason for each dependency."""

import json
import re
from pathlib import Path

import pytest

from returnproof.cli.group import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
DECISIONS = ROOT / "docs" / "decisions"
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def prose(page: Path) -> str:
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """As the usual renderers make them from headings."""
    found = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in found}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file_and_a_heading_of_it(name):
    page = ROOT / name
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"https?:|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("name", NAMES)
def test_every_command_a_page_names_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    asked = re.findall(r"`make ([a-z]+)|^make ([a-z ]+?)(?:\s+#.*)?$", text, re.MULTILINE)
    named = {word for pair in asked for words in pair for word in words.split()}
    assert named <= set(targets)

    assert set(re.findall(r"(?:`|bin/)returnproof ([a-z]+)", text)) <= set(COMMANDS)


def test_the_map_of_the_readme_names_folders_that_are_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, table = readme.partition("## Map")
    folders = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    assert folders
    assert [each for each in folders if not (ROOT / each).is_dir()] == []


def test_every_page_of_docs_is_reached_from_the_readme_or_from_a_page_that_is():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        if page.suffix == ".md":
            targets = re.findall(r"\]\(([^)#\s]+)", prose(page))
            waiting += [(page.parent / each).resolve() for each in targets if "://" not in each]
    listed = [DECISIONS, ROOT / "docs" / "problems"]
    lost = [page for page in PAGES if page not in reached and page.parent not in listed]
    assert lost == []


def test_every_decision_says_context_decision_status_and_consequences():
    for page in DECISIONS.glob("*.md"):
        if page.name != "README.md":
            found = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            assert found[:1] == ["Context"], page.name
            assert {"Decision", "Status", "Consequences"} <= set(found), page.name


def dependencies() -> list[str]:
    """What is asked for by name, from the lists people edit."""
    lines = [
        line.strip()
        for path in (ROOT / "requirements").glob("*.in")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [line for line in lines if line and not line.startswith(("#", "-"))]
    for package in ("extension", "sample", "tests/pages"):
        manifest = json.loads((ROOT / package / "package.json").read_text(encoding="utf-8"))
        found += [*manifest.get("dependencies", {}), *manifest.get("devDependencies", {})]
    return sorted({each for each in found if not each.startswith("@types/")})


def test_a_decision_record_says_what_each_dependency_is_for():
    said = "\n".join(page.read_text(encoding="utf-8") for page in DECISIONS.glob("*.md")).lower()
    assert [each for each in dependencies() if each.lower() not in said] == []
