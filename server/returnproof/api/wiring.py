"""What the views are given: the ports made real and the settings, through the running app."""

from dataclasses import dataclass

from flask import current_app

from returnproof.config import Settings
from returnproof.services.ports import Blobs, Health, Queue, Records, Vision
from returnproof.services.preparing import Preparing

EXTENSION = "returnproof"


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside, constructed by the caller of `create_app`.

    `volatile_url` is the Redis of counters and progress (a `limits` storage address); what it
    holds may be lost. `ahead` prepares packing photos in quiet moments, where that is wanted.
    """

    records: Records
    blobs: Blobs
    queue: Queue
    vision: Vision
    volatile_url: str
    health: Health
    ahead: Preparing | None = None


@dataclass(frozen=True, slots=True)
class Wiring:
    settings: Settings
    ports: Ports


def settings() -> Settings:
    return _wiring().settings


def ports() -> Ports:
    return _wiring().ports


def _wiring() -> Wiring:
    wiring: Wiring = current_app.extensions[EXTENSION]
    return wiring
