"""Every key of a shop, on the one node that has them."""

from collections.abc import Iterator

from redis.cluster import RedisCluster

from returnproof.storage import keys
from returnproof.storage.failures import translated
from returnproof.storage.replicas import Client


def scan(client: Client, shop: str, pattern: str = "*") -> Iterator[str]:
    """`pattern` follows the shop's prefix, whose characters mean nothing in a pattern.

    A key may come twice; one that is there all the while comes.
    """
    match = keys.prefix(shop) + pattern
    with translated():
        if isinstance(client, RedisCluster):
            node = client.get_node_from_key(keys.schema(shop))
            found = client.scan_iter(match=match, count=1000, target_nodes=node)
        else:
            found = client.scan_iter(match=match, count=1000)
        for key in found:
            yield key.decode()
