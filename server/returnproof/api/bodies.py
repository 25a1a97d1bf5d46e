"""The body of a request as it is read: what the client broke off or garbled is the client's 400."""

from collections.abc import Callable
from typing import Protocol

from werkzeug.exceptions import BadRequest


class Source(Protocol):
    """`wsgi.input`: all that WSGI promises of it."""

    def read(self, size: int = -1, /) -> bytes: ...
    def readline(self, size: int = -1, /) -> bytes: ...


class Body:
    """`wsgi.input` that tells an incomplete body from a complete one.

    A server may end the stream early, or raise what it likes, when the client vanishes or its
    chunks make no sense; either way the request asked for nothing that can be known.
    """

    def __init__(self, source: Source, announced: int | None) -> None:
        self._source = source
        self._missing = announced

    def read(self, size: int = -1, /) -> bytes:
        """Raises BadRequest."""
        return self._counted(self._source.read, size)

    def readline(self, size: int = -1, /) -> bytes:
        """Raises BadRequest."""
        return self._counted(self._source.readline, size)

    def _counted(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            data = read(size)
        except Exception as error:
            raise BadRequest from error
        if self._missing is not None:
            self._missing -= len(data)
            if self._missing > 0 and size != 0 and not data:
                raise BadRequest
        return data
