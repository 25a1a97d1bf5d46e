"""Which Host names we answer for, which web origins may read our answers, and our own address."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from returnproof.api.addresses import base_url
from returnproof.api.authorities import DEFAULT_PORTS, is_loopback, is_own
from returnproof.api.wiring import settings
from returnproof.domain.errors import WrongHost

EXPOSED = "ETag, Link, Location, Allow, Vary, Content-Location, Retry-After, ReturnProof-Contract"
ALLOWED_HEADERS = (
    "Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, Prefer, Slug, "
    "Last-Event-ID, ReturnProof-Contract, X-CSRF-Token"
)
ALLOWED_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"


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


def own_path(iri: str) -> str | None:
    """The path of an address of this server, None of any other."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    ours = parts.scheme in DEFAULT_PORTS and is_own(parts.netloc, settings())
    return parts.path if ours else None


def _check_host() -> None:
    if not is_own(request.headers.get("Host", ""), settings()):
        raise WrongHost


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
