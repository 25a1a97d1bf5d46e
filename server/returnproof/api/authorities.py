"""Names in a Host header or an address, and which of them are ours."""

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

from returnproof.config import Settings

DEFAULT_PORTS = {"http": 80, "https": 443}
# Listening everywhere is no address that anybody could open.
_ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


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


def is_own(authority: str, settings: Settings) -> bool:
    """Whether this server answers for it: loopback with any port, `--host`, `--public-url`."""
    given = read_authority(authority)
    if given is None:
        return False
    if is_loopback(given.host) or given.host == settings.host.lower().strip("[]"):
        return True
    return bool(settings.public_url) and _is_public(given, settings.public_url or "")


def own_url(settings: Settings) -> str:
    """Where this server is reached as far as its settings tell, without a slash at the end."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host = settings.host.strip("[]")
    host = _ANYWHERE.get(host, host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _is_public(given: Authority, public_url: str) -> bool:
    parts = urlsplit(public_url)
    if given.host != (parts.hostname or "").rstrip("."):
        return False
    default = DEFAULT_PORTS.get(parts.scheme)
    return (given.port or default) == (parts.port or default)
