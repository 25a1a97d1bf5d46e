"""Every Redis key, named once. A shop's keys share its hash tag, so a commit is in one slot."""

from typing import Final

SHOPS: Final = "rp:shops"


def prefix(shop: str) -> str:
    """What every key of a shop begins with; `{shop}` is the hash tag of Redis Cluster."""
    return f"rp:{{{shop}}}:"


def schema(shop: str) -> str:
    """The schema version of a shop's records; it exists as soon as the shop does."""
    return f"{prefix(shop)}schema"


def document(shop: str, kind: str, record_id: str) -> str:
    return f"{prefix(shop)}doc:{kind}:{record_id}"


def documents(shop: str) -> str:
    """What the key of any document of the shop begins with."""
    return f"{prefix(shop)}doc:"


# What `scanning.scan` is asked for: keys of one sort, whatever the rest of their name.
ALL_DOCUMENTS: Final = "doc:*"
ALL_ASSESSMENTS: Final = "assessment:*"
ALL_INDEXES: Final = "index:*"
ALL_ORDERS: Final = "order:*"
ALL_TOKENS: Final = "token:*"


def index_suffix(index: str, value: str) -> str:
    """Sorted set of the records with this value; `prefix` goes before it."""
    return f"index:{index}:{value}"


def order_suffix(order: str) -> str:
    """Sorted set of all records in this order; `prefix` goes before it."""
    return f"order:{order}"


def token_secret_suffix(secret_sha256: str) -> str:
    """A second place of the token's document, so that checking a token is one read."""
    return f"token:{secret_sha256}"


def secret(shop: str) -> str:
    return f"{prefix(shop)}secret"


def events(shop: str) -> str:
    return f"{prefix(shop)}events"


# Behind the shop's prefix; the scripts append to it.
PHOTO_LOG_SUFFIX: Final = "photos:log"
PHOTO_EPOCH_SUFFIX: Final = "photos:epoch"


def photo_log(shop: str) -> str:
    """Stream: each photo that came or went."""
    return f"{prefix(shop)}{PHOTO_LOG_SUFFIX}"


def photo_epoch(shop: str) -> str:
    """The id of the first entry that log ever had."""
    return f"{prefix(shop)}{PHOTO_EPOCH_SUFFIX}"


def epochs(shop: str) -> str:
    """Hash: refund id to the number of commits that touched its assessment."""
    return f"{prefix(shop)}epochs"


def assessment_suffix(refund_id: str) -> str:
    return f"assessment:{refund_id}"


def pairing(code_sha256: str) -> str:
    """Outside of any shop: who holds the code does not know the shop yet."""
    return f"rp:pairing:{code_sha256}"


# On the queue's own Redis, never a cluster: what may be lost.

SWEEP: Final = "rp:sweep"


def lease(job: str) -> str:
    """Held by the worker that runs the job."""
    return f"rp:lease:{job}"


def tries(job: str) -> str:
    return f"rp:tries:{job}"


def wait(job: str) -> str:
    """There while a failed job waits for its next try."""
    return f"rp:wait:{job}"


def worker(name: str) -> str:
    """There while the worker lives."""
    return f"rp:worker:{name}"
