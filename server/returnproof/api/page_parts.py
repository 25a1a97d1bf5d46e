"""What the served pages are made of: words, moments, codes as pictures, and their headers."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import segno
from flask import after_this_request, render_template
from flask.wrappers import Response

from returnproof import contract
from returnproof.api.headers import PAGE_POLICY
from returnproof.api.language import language
from returnproof.domain.errors import DomainError

ASSETS: Final = Path(__file__).parent / "assets"
_NAMES: Final = (("zh-CN", "中文"), ("en", "English"))
_GIGABYTE: Final = 1 << 30


def render(template: str, **values: Any) -> str:
    """A page in the caller's language, with headers that let it run nothing but our own file."""
    after_this_request(_guard)
    chosen = language()

    def words(key: str, **filled: Any) -> str:
        return contract.text(f"page.{key}", chosen, **filled)

    def text(key: str) -> str:
        return contract.text(key, chosen)

    return render_template(
        template,
        t=words,
        text=text,
        language=chosen,
        languages=_NAMES,
        moment=moment,
        gigabytes=gigabytes,
        **values,
    )


def problem(slug: str, reason: str = "", members: Mapping[str, Any] | None = None) -> str:
    """The page of a problem type; of one occurrence when its reason is known."""
    chosen = language()
    own = contract.texts(chosen)["problem"].get(slug, {})
    others = [key for key in own if key not in {"title", "detail"} and isinstance(own[key], str)]
    reason = reason if reason in others else ""
    filled = members or {}
    return render(
        "problem.html",
        slug=slug,
        title=contract.text(f"problem.{slug}.title", chosen),
        detail=contract.text(f"problem.{slug}.{reason or 'detail'}", chosen, **filled),
        reasons=[]
        if reason
        else [contract.text(f"problem.{slug}.{key}", chosen) for key in others],
    )


def words(error: DomainError) -> dict[str, str]:
    """Title and detail of a failure shown inside a page."""
    chosen = language()
    key = f"problem.{error.type}.{error.detail}"
    detail = key if error.detail and contract.has_text(key) else f"problem.{error.type}.detail"
    return {
        "title": contract.text(f"problem.{error.type}.title", chosen),
        "detail": contract.text(detail, chosen, **error.members),
    }


def moment(text: str) -> str:
    """To the minute, in this machine's own zone: the shop reads its own clock."""
    return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")


def gigabytes(size: int) -> str:
    return f"{size / _GIGABYTE:.1f}"


def qr(content: str) -> str:
    """A picture as a data address; the policy of pages allows those for pictures only."""
    return segno.make(content, error="m").svg_data_uri(scale=4, border=2)


def _guard(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    response.headers["Cache-Control"] = "no-store"
    # With no-referrer a browser would send our own forms with `Origin: null`.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Content-Language"] = language()
    response.vary.update(("Accept-Language", "Cookie"))
    return response
