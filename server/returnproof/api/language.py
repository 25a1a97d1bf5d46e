"""The language of the answer, from Accept-Language."""

from flask import g, request

from returnproof import contract


def language() -> str:
    """One of contract.LANGUAGES, settled once a request."""
    if "language" not in g:
        g.language = contract.language_of(request.headers.get("Accept-Language"))
    chosen: str = g.language
    return chosen
