"""Which promise of durability holds: read from the server, and said where people look."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from redis import exceptions
from redis.client import Redis
from redis.cluster import RedisCluster

from returnproof.storage.binaries import OLDEST, parsed, written
from returnproof.storage.errors import CannotOpen
from returnproof.storage.failures import translated
from returnproof.storage.replicas import Client, followed


class Durability(StrEnum):
    """From the strongest to the weakest; each has a text under `promise.` in shared/i18n."""

    embedded = "embedded"  # our own Redis: on disk before the answer
    always = "always"  # appendonly yes, appendfsync always: the same
    unknown = "unknown"  # an append-only file, its fsync policy may not be read
    everysec = "everysec"  # up to two seconds of acknowledged writes may be lost
    system = "system"  # appendfsync no: whatever the system had not written yet
    memory = "memory"  # no append-only file: everything since the last snapshot
    evicting = "evicting"  # maxmemory-policy allkeys-*: a full Redis throws records away


_ORDER: Final = list(Durability)


@dataclass(frozen=True, slots=True)
class Promise:
    """What an acknowledgement means. `replicated`: a second machine has the write too."""

    durability: Durability
    redis_version: str
    cluster: bool
    replicated: bool

    @property
    def kept(self) -> bool:
        """Whether what was acknowledged survives `kill -9` of everything."""
        return self.durability in {Durability.embedded, Durability.always}


def read_promise(client: Client, *, embedded: bool) -> Promise:
    """In a cluster that of the weakest node. Raises StorageUnavailable."""
    with translated():
        found = [_of(node, embedded=embedded) for node in _primaries(client)]
    return Promise(
        durability=max((each.durability for each in found), key=_ORDER.index),
        redis_version=min(each.redis_version for each in found),
        cluster=isinstance(client, RedisCluster),
        replicated=all(each.replicated for each in found),
    )


def require_version(promise: Promise) -> None:
    """Raises CannotOpen for a Redis older than what all our commands need."""
    try:
        found = parsed(promise.redis_version)
    except ValueError:
        return  # it may not be asked
    if found < OLDEST:
        raise CannotOpen(
            f"this Redis is {written(found)}; {written(OLDEST)} or newer is needed · "
            f"该 Redis 版本为 {written(found)}，需要 {written(OLDEST)} 或更新版本"
        )


def _primaries(client: Client) -> Iterable[Redis]:
    if isinstance(client, RedisCluster):
        return [client.get_redis_connection(node) for node in client.get_primaries()]
    return [client]


def _of(node: Redis, *, embedded: bool) -> Promise:
    info: dict[str, Any] = {}
    for section in ("server", "memory", "persistence", "replication"):
        try:
            info |= node.info(section)
        except (exceptions.NoPermissionError, exceptions.AuthorizationError):
            continue
    return Promise(
        durability=Durability.embedded if embedded else _durability(node, info),
        redis_version=str(info.get("redis_version", "?")),
        cluster=False,
        replicated=followed(info),
    )


def _durability(node: Redis, info: dict[str, Any]) -> Durability:
    if info.get("maxmemory") and str(info.get("maxmemory_policy")).startswith("allkeys"):
        return Durability.evicting
    if info.get("aof_enabled") == 0:
        return Durability.memory
    try:
        policy = node.config_get("appendfsync").get("appendfsync")
    except exceptions.ResponseError:
        return Durability.unknown  # hosted Redis often takes CONFIG away
    known = {"always": Durability.always, "everysec": Durability.everysec, "no": Durability.system}
    if "aof_enabled" not in info:
        return Durability.unknown
    return known.get(str(policy), Durability.unknown)
