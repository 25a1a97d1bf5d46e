"""How often one token or address may ask. Counters live on the Redis that may be lost.

When that Redis is gone nobody is refused for it: each process counts in its own memory until it
is back, and the metric `returnproof_limiter_store_up` says 0.
"""

import re
from typing import Any, Final

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from returnproof.api import problems
from returnproof.domain.access import Caller
from returnproof.domain.errors import TooManyRequests

EXTENSION: Final = "returnproof.limiter"
# A packing line uploads in bulk, a page of 200 cases asks for as many pictures, and behind a proxy
# everybody has one address.
PER_TOKEN: Final = "12000 per minute"  # noqa: S105 - a rate
PER_ADDRESS: Final = "6000 per minute"
# Fifty bits against ten guesses a minute: a seller who mistypes still gets in.
PAIRING_PER_ADDRESS: Final = RateLimitItemPerMinute(10)
PAIRING_IN_TOTAL: Final = RateLimitItemPerMinute(120)
# Wrong tokens are counted apart, since whoever sends them could send a new one each time.
REFUSED_PER_ADDRESS: Final = RateLimitItemPerMinute(120)
_STORE_SECONDS: Final = 0.25


def address() -> str:
    return request.remote_addr or "unknown"


def _key() -> str:
    found = g.get("caller")
    return f"token:{found.token_id}" if isinstance(found, Caller) else f"address:{address()}"


def _rate() -> str:
    return PER_TOKEN if isinstance(g.get("caller"), Caller) else PER_ADDRESS


class Limits:
    """The counters of one app: on Redis, or in this process's memory while that is gone."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter
        self._memory = FixedWindowRateLimiter(MemoryStorage())

    def is_store_up(self) -> bool:
        return not self._limiter._storage_dead  # noqa: SLF001 - the library only logs it

    def hit(self, limit: RateLimitItem, *keys: str) -> None:
        """Raises TooManyRequests."""
        try:
            within = self._limiter.limiter.hit(limit, "returnproof", *keys)
        except StorageError:
            within = self._memory.hit(limit, *keys)
        if not within:
            raise TooManyRequests(retry_after=limit.get_expiry())


def install(app: Flask, volatile_url: str) -> None:
    """After security's hook, which says whose limit it is."""
    # `limits` has its own word for what redis-py calls unix://.
    volatile_url = re.sub(r"^unix://", "redis+unix://", volatile_url)
    limiter = Limiter(
        key_func=_key,
        default_limits=[_rate],
        storage_uri=volatile_url,
        storage_options=_options(volatile_url),
        strategy="fixed-window",
        key_prefix="returnproof",
        in_memory_fallback_enabled=True,
        swallow_errors=True,
        headers_enabled=False,
    )
    limiter.init_app(app)
    app.extensions[EXTENSION] = Limits(limiter)
    app.register_error_handler(RateLimitExceeded, _exceeded)


def limits() -> Limits:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Limits)
    return found


def count_pairing_attempt() -> None:
    """Raises TooManyRequests once this address, or everybody together, has guessed too often."""
    limits().hit(PAIRING_PER_ADDRESS, "pairing", address())
    limits().hit(PAIRING_IN_TOTAL, "pairing", "everybody")


def count_refused() -> None:
    """Raises TooManyRequests instead of yet another 401."""
    limits().hit(REFUSED_PER_ADDRESS, "refused", address())


def _options(url: str) -> dict[str, Any]:
    """A store that hangs costs a quarter of a second once, not every request."""
    if not url.startswith("redis"):
        return {}
    return {
        "wrap_exceptions": True,
        "socket_timeout": _STORE_SECONDS,
        "socket_connect_timeout": _STORE_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def _exceeded(error: RateLimitExceeded) -> Response:
    return problems.from_domain(TooManyRequests(retry_after=error.limit.limit.get_expiry()))
