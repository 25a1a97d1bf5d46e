"""How a request's body is read, and where its files wait: on the data directory's own disk."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

import flask
from werkzeug.wsgi import get_content_length

from returnproof.api.bodies import Body
from returnproof.api.forms import Forms
from returnproof.api.wiring import ports, settings

# Smaller files never touch the disk before they are staged.
_IN_MEMORY: Final = 256 * 1024


class Incoming(SpooledTemporaryFile[bytes]):
    """Gone when it is closed, and after a crash.

    It asks for room before each write: with `appendfsync always` Redis ends on a full disk, so no
    upload may fill it, not even for a moment.
    """

    def __init__(self, folder: str, require_room: Callable[[int], None]) -> None:
        super().__init__(max_size=_IN_MEMORY, dir=folder)
        self._require_room = require_room

    def write(self, data: Any) -> int:
        """Raises StorageFull."""
        self._require_room(len(data))
        return super().write(data)


class Request(flask.Request):
    """Not the system's temporary folder: that may be memory, or another disk than is watched."""

    form_data_parser_class = Forms

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        environ["wsgi.input"] = Body(environ["wsgi.input"], get_content_length(environ))
        super().__init__(environ, *args, **kwargs)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        stream = Incoming(str(settings().data_dir), ports().blobs.require_room)
        self._streams = (*getattr(self, "_streams", ()), stream)
        return stream

    def close(self) -> None:
        """Also the files of a body that broke off in the middle."""
        super().close()
        for stream in getattr(self, "_streams", ()):
            stream.close()
