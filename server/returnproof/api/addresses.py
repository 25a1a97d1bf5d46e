"""Absolute addresses of this server, as the caller reaches it."""

from typing import Any

from flask import request, url_for

from returnproof.api.authorities import is_own, own_url
from returnproof.api.wiring import settings


def base_url() -> str:
    """Without a slash at the end. The public address wins: behind a proxy the Host is not ours.

    Nor is a Host ours that we do not answer for: not even the refusal repeats it.
    """
    own = settings()
    if own.public_url or not is_own(request.headers.get("Host", ""), own):
        return own_url(own)
    return request.host_url.rstrip("/")


def absolute(endpoint: str, **values: Any) -> str:
    """For Location, which is always absolute."""
    return base_url() + url_for(endpoint, **values)
