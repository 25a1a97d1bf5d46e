"""The listening socket: `serve` holds it, so that the port stays ours while the web restarts."""

import socket

# Requests that come while the web restarts wait here.
BACKLOG = 256
# A stop waits this long for running requests; an upload of 30 MB takes less.
GRACE_SECONDS = 8


def listen(host: str, port: int) -> socket.socket:
    """The listening socket; raises OSError with the system's own reason."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
