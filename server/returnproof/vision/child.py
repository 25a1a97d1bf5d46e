"""`python -m returnproof.vision.child`: answers one parent until that goes or is idle.

The only process that loads image libraries. Its real standard output belongs to the protocol; what
a C library prints goes nowhere.
"""

import os
import resource
import select
import sys
import traceback
from collections.abc import Callable
from typing import BinaryIO

from returnproof.domain.errors import DomainError
from returnproof.vision.wire import LENGTH_BYTES, READY, Limits, Reply, Request, frame, request_of

# Above the watched resident limit, so that a single huge allocation fails at once instead of
# being met by the parent's next look; C libraries answer it with an error, Python by MemoryError.
_DATA_SLACK = 512 << 20
_CPU_SLACK_SECONDS = 5
# As in vision/learned.py, which loads the image libraries.
_MATCHER = "RETURNPROOF_MATCHER"


def main() -> None:
    """Serve until the parent closes the pipe, or nothing came for the seconds of the argument."""
    idle_seconds = float(sys.argv[-1])
    if len(sys.argv) > 2:  # noqa: PLR2004 - the folder of a learned matcher stands before it
        os.environ[_MATCHER] = sys.argv[1]
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from returnproof.vision import operations  # noqa: PLC0415 - loads the libraries, slowly

    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    replies.write(frame(READY))
    replies.flush()
    while (document := _next(requests, idle_seconds)) is not None:
        request = request_of(document)
        _limit(request.limits)
        reply, payload = _guarded(operations.perform, request)
        replies.write(frame(reply) + payload)
        replies.flush()
        if reply.last:
            return


def _next(requests: BinaryIO, idle_seconds: float) -> bytes | None:
    poll = select.poll()
    poll.register(requests, select.POLLIN)
    if not poll.poll(idle_seconds * 1000):
        return None
    head = _exactly(requests, LENGTH_BYTES)
    return _exactly(requests, int.from_bytes(head, "big")) if head else None


def _exactly(stream: BinaryIO, count: int) -> bytes:
    """`count` bytes, or none at all when the parent has gone."""
    parts = bytearray()
    while len(parts) < count:
        chunk = stream.read(count - len(parts))
        if not chunk:
            return b""
        parts += chunk
    return bytes(parts)


def _limit(limits: Limits) -> None:
    """Backstops for a parent that died: it can no longer watch a child that is stuck."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _set(resource.RLIMIT_CPU, int(used + limits.decode_seconds) + _CPU_SLACK_SECONDS)
    if sys.platform == "linux":  # elsewhere RLIMIT_DATA is not enforced or counts other things
        _set(resource.RLIMIT_DATA, limits.decode_rss_bytes + _DATA_SLACK)


def _set(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(kind, (soft, hard))


def _guarded(
    perform: Callable[[Request], tuple[Reply, bytes]], request: Request
) -> tuple[Reply, bytes]:
    try:
        return perform(request)
    except DomainError as problem:
        return Reply(problem=problem.type, detail=problem.detail, members=problem.members), b""
    except MemoryError:
        return Reply(
            problem="picture-too-costly",
            detail="Reading the picture took too much memory and was stopped.",
            last=True,
        ), b""
    except Exception:  # noqa: BLE001 - the parent logs it; the child must live on
        return Reply(failure=traceback.format_exc(limit=-3)), b""


if __name__ == "__main__":
    main()
