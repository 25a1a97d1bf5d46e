"""Opens the Redis an address names."""

from typing import Any, Final
from urllib.parse import urlsplit

from redis.backoff import ExponentialBackoff
from redis.client import Redis
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import NoPermissionError
from redis.retry import Retry

from returnproof.storage.failures import translated
from returnproof.storage.replicas import Client

ANSWER_SECONDS: Final = 5.0
CONNECT_SECONDS: Final = 2.0
_CLUSTER_SCHEMES: Final = {"redis+cluster": "redis", "rediss+cluster": "rediss"}


def connect(url: str) -> Client:
    """`redis://`, `rediss://` or `unix://`; a cluster is recognised by its own word.

    `redis+cluster://host:port,host:port` names several nodes of one.
    """
    scheme = urlsplit(url).scheme
    if scheme in _CLUSTER_SCHEMES:
        return _cluster(url.replace(scheme, _CLUSTER_SCHEMES[scheme], 1))
    client = Redis.from_url(url, **_options())
    if scheme == "unix":
        return client  # no cluster is reached that way, and nothing needs to answer yet
    return _cluster(url) if _clustered(client) else client


def _clustered(client: Redis) -> bool:
    with translated():
        try:
            return bool(client.info("cluster").get("cluster_enabled"))
        except NoPermissionError:
            return False  # who may not ask names a cluster by its own scheme


def connect_socket(path: str) -> Redis:
    """A server on this machine; nothing is sent yet."""
    return Redis(unix_socket_path=path, **_options())


def _cluster(url: str) -> RedisCluster:
    parts = urlsplit(url)
    hosts = parts.netloc.rpartition("@")[2].split(",")
    nodes = [urlsplit(f"//{each}") for each in hosts]
    with translated():
        return RedisCluster(
            startup_nodes=[ClusterNode(each.hostname, each.port or 6379) for each in nodes],
            username=parts.username,
            password=parts.password,
            ssl=parts.scheme == "rediss",
            **_options(),
        )


def _options() -> dict[str, Any]:
    """Timeouts so that a slow Redis is an answer, not a hang; a restarted one is found again.

    Only a lost connection is tried again: every command sent here may be sent twice.
    """
    return {
        "socket_timeout": ANSWER_SECONDS,
        "socket_connect_timeout": CONNECT_SECONDS,
        "retry": Retry(ExponentialBackoff(cap=0.2, base=0.02), 2, (Unreachable,)),
        "protocol": 2,
    }
