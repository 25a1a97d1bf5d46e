"""Waiting for a replica: where there is one, an acknowledged write is on two machines."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from redis import exceptions
from redis.client import Redis
from redis.cluster import RedisCluster

from returnproof.storage.failures import NotReplicated

Client = Redis | RedisCluster
Command = tuple[Any, ...]
T = TypeVar("T")

_WAIT_MILLISECONDS: Final = 2000
_TOPOLOGY_SECONDS: Final = 5.0
_TRIES: Final = 4
_MOVED: Final = (
    exceptions.MovedError,
    exceptions.TryAgainError,
    exceptions.ClusterDownError,
    exceptions.ConnectionError,
)


class Replicas:
    """Knows which nodes have replicas, looked at anew every few seconds."""

    def __init__(self, client: Client) -> None:
        self._client = client
        # Node's name: (when it was looked at, whether replicas follow it). One atomic item each.
        self._seen: dict[str, tuple[float, bool]] = {}

    def expected(self, key: str) -> bool:
        return self._again_elsewhere(lambda: self._expected(key))

    def _expected(self, key: str) -> bool:
        name, node = self._node(key)
        known = self._seen.get(name)
        if known and time.monotonic() - known[0] < _TOPOLOGY_SECONDS:
            return known[1]
        return self._look(name, node)

    def send(self, key: str, command: Command) -> Any:
        """WAIT must go over the connection of the write, which cluster clients do not offer."""
        return self._again_elsewhere(lambda: self._send_once(key, command))

    def _again_elsewhere(self, ask: Callable[[], T]) -> T:
        """In a cluster a node that is gone or moved has an heir: found by asking the others."""
        for attempt in range(_TRIES):
            try:
                return ask()
            except _MOVED:
                if not isinstance(self._client, RedisCluster) or attempt == _TRIES - 1:
                    raise
                time.sleep(0.1 * attempt)
                self._client.nodes_manager.initialize()
        raise AssertionError

    def _send_once(self, key: str, command: Command) -> Any:
        name, node = self._node(key)
        pipe = node.pipeline(transaction=False)
        pipe.execute_command(*command)
        pipe.execute_command("WAIT", 1, _WAIT_MILLISECONDS)
        answer, reached = pipe.execute(raise_on_error=False)
        for each in (answer, reached):
            if isinstance(each, Exception):
                raise each
        # A replica that is gone for good must not stop the shop: then there is none to wait for,
        # and the promise that is shown says so.
        if reached < 1 and self._look(name, node):
            raise NotReplicated
        return answer

    def _node(self, key: str) -> tuple[str, Redis]:
        if not isinstance(self._client, RedisCluster):
            return "", self._client
        node = self._client.get_node_from_key(key)
        if node is None:
            raise exceptions.ClusterDownError("CLUSTERDOWN no node has this slot")
        return str(node.name), self._client.get_redis_connection(node)

    def _look(self, name: str, node: Redis) -> bool:
        try:
            found = followed(node.info("replication"))
        except exceptions.NoPermissionError:
            found = False
        self._seen[name] = (time.monotonic(), found)
        return found


def followed(replication: Mapping[str, Any]) -> bool:
    """Whether INFO replication speaks of at least one replica that is connected and in step."""
    return any(
        isinstance(value, dict) and value.get("state") == "online"
        for name, value in replication.items()
        if name.startswith("slave") and name[5:].isdigit()
    )
