"""`returnproof serve`: everything a shop needs, in the foreground."""

from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import click

from returnproof.cli.failure import Refused
from returnproof.cli.options import CONTEXT, serve_options, settings_of
from returnproof.cli.speech import language, say, tell
from returnproof.config import Settings
from returnproof.contract import has_text, text
from returnproof.domain.errors import StorageUnavailable
from returnproof.serve.announcement import QueueIsCluster
from returnproof.serve.lock import AlreadyServed
from returnproof.serve.serving import HostUnknown, PortBusy, serve


@click.command("serve", context_settings=CONTEXT, help=say("help.serve"))
@serve_options
def command(**given: Any) -> None:
    settings = settings_of(given)
    try:
        serve(settings, tell, lambda *said: _announce(settings, *said))
    except AlreadyServed as error:
        raise Refused(
            "serve.already",
            data_dir=error.data_dir,
            pid=error.pid or "?",
            address=error.address or "?",
        ) from error
    except PortBusy as error:
        raise Refused("serve.port_busy", host=error.host, port=error.port) from error
    except HostUnknown as error:
        raise Refused("serve.host_unknown", host=error.host) from error
    except QueueIsCluster as error:
        raise Refused("serve.queue_is_cluster") from error
    except StorageUnavailable as error:
        if settings.redis_url is None:
            raise
        cause = error.members.get("cause", "failed")
        known = f"serve.cause.{cause}" if has_text(f"cli.serve.cause.{cause}") else None
        raise Refused(
            "serve.redis_unusable",
            option="--redis-url",
            address=without_password(settings.redis_url),
            why=say(known or "serve.cause.failed"),
        ) from error


def without_password(url: str) -> str:
    """A Redis address as it may be shown: neither user nor password nor query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _announce(settings: Settings, address: str, durability: str | None) -> None:
    """The first line is for programs too; the rest is for people."""
    with suppress(OSError):  # nobody listens any more, or the log's disk is full
        click.echo(f"ready {address}")
        if durability is not None:
            click.echo(text(f"promise.{durability}", language()), err=True)
        for note in notes(settings):
            tell(note, port=urlsplit(address).port or settings.port)


def notes(settings: Settings) -> Iterator[str]:
    """Keys of what a person should know who lets other machines in."""
    if _is_loopback(settings.host):
        return
    if settings.host in _ANYWHERE and not settings.public_url:
        yield "serve.others_refused"
    if not (settings.public_url or "").startswith("https:"):
        yield "serve.plain_http"


_ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, never listened on


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
