"""Which Host names we answer for, which web origins may read our answers, and our own address."""

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Flask, Response, request

from returnproof.api.addresses import base_url
from returnproof.api.wiring import settings
from returnproof.domain.errors import WrongHost

EXPOSED = "ETag, Link, Location, Allow, Vary, Content-Location, Retry-After, ReturnProof-Contract"
ALLOWED_HEADERS = (
    "Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, Prefer, Slug, "
    "Last-Event-ID, ReturnProof-Contract, X-CSRF-Token"
)
ALLOWED_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Authority(NamedTuple):
    """Host name in lower case without brackets, and the port, None when not said."""

    host: str
    port: int | None


def read_authority(text: str) -> Authority | None:
    """A Host header's value; None when it is none."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return None
    return Authority(host.rstrip("."), port)


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def install(app: Flask) -> None:
    """Registers the Host check first of all, and CORS for the listed origins."""
    app.before_request(_check_host)
    app.after_request(_allow_origin)


def is_secure() -> bool:
    """False when what is sent can be read on the way: plain http from another machine."""
    parts = urlsplit(base_url())
    return parts.scheme == "https" or is_loopback(parts.hostname or "")


def origin_is_ours() -> bool:
    """Whether our own page sent this, as far as browsers say; silence is no page's.

    Sec-Fetch-Site cannot be set by a page, but comes over https and on loopback only.
    """
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    if origin is None or (origin == "null" and site is not None):
        return True
    return origin in {base_url(), request.host_url.rstrip("/")}


def is_ours(authority: str) -> bool:
    """Whether this server answers for it: loopback with any port, `--host`, `--public-url`."""
    given = read_authority(authority)
    if given is None:
        return False
    own = settings()
    if is_loopback(given.host) or given.host == own.host.lower().strip("[]"):
        return True
    return bool(own.public_url) and _is_public(given, own.public_url or "")


def own_path(iri: str) -> str | None:
    """The path of an address of this server, None of any other."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    ours = parts.scheme in _DEFAULT_PORTS and is_ours(parts.netloc)
    return parts.path if ours else None


def _check_host() -> None:
    if not is_ours(request.headers.get("Host", "")):
        raise WrongHost


def _is_public(given: Authority | None, public_url: str) -> bool:
    parts = urlsplit(public_url)
    if given is None or given.host != (parts.hostname or "").rstrip("."):
        return False
    default = _DEFAULT_PORTS.get(parts.scheme)
    return (given.port or default) == (parts.port or default)


def _allow_origin(response: Response) -> Response:
    origin = request.headers.get("Origin")
    # As people write them: with a slash at the end, in capitals.
    listed = {each.rstrip("/").lower() for each in settings().cors_origins}
    if listed:
        response.vary.add("Origin")
    if origin is None or origin not in listed:
        return response
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = ALLOWED_METHODS
        response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        response.headers["Access-Control-Max-Age"] = "600"
        # A public page that a shop listed may reach its server in the shop's own network.
        if "Access-Control-Request-Private-Network" in request.headers:
            response.headers["Access-Control-Allow-Private-Network"] = "true"
    return response
