"""Settings for a command beside a running `serve`: the same store, though nobody named it again."""

from dataclasses import replace
from typing import Any

from returnproof.cli.options import settings_of
from returnproof.config import Settings
from returnproof.serve.lock import running


def store_settings(given: dict[str, Any]) -> Settings:
    """As the options say; a Redis they do not name is the one that `serve` works with."""
    settings = settings_of(given)
    found = running(settings.data_dir)
    if found is None or settings.redis_url is not None:
        return settings
    return replace(
        settings,
        redis_url=found.redis_url,
        queue_url=settings.queue_url or found.queue_url,
    )
