"""Every problem type has its page and its words in both languages, and every page its type."""

import re
from pathlib import Path

import pytest

from returnproof import contract
from returnproof.api import problems
from returnproof.domain import errors
from returnproof.services import uploads  # noqa: F401 - makes its classes known

PAGES = Path(__file__).parents[2] / "docs" / "problems"
ENGLISH = re.compile(r"[A-Za-z]{4,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def classes(kind):
    return {kind, *(found for each in kind.__subclasses__() for found in classes(each))}


FAMILY = sorted(classes(errors.DomainError), key=lambda each: each.__qualname__)
TYPES = sorted({each.type for each in FAMILY} | set(problems._HTTP_TYPES.values()))


@pytest.mark.parametrize("slug", TYPES)
def test_a_type_has_words_and_a_page_in_both_languages(slug):
    for part in ("title", "detail"):
        assert contract.has_text(f"problem.{slug}.{part}"), (slug, part)
    page = (PAGES / f"{slug}.md").read_text(encoding="utf-8")
    assert f"`{slug}`" in page
    assert ENGLISH.search(page)
    assert CHINESE.search(page)


def test_every_page_and_every_text_belongs_to_a_type():
    known = set(TYPES)
    assert {page.stem for page in PAGES.glob("*.md")} <= known
    for language in contract.LANGUAGES:
        assert set(contract.texts(language)["problem"]) <= known


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__qualname__)
def test_a_class_has_a_status_that_fits_http(kind):
    assert 400 <= kind.status < 600
    assert re.fullmatch(r"[a-z][a-z-]*", kind.type)
