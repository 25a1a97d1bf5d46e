"""Multipart bodies: file names in whatever encoding they came, and a broken body is a 400."""

from collections.abc import Iterator
from typing import IO, Any, Final, cast

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

_STEP: Final = 64 * 1024
Parsed = tuple[MultiDict[str, str], MultiDict[str, FileStorage]]
Whole = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class Decoder(MultipartDecoder):
    """Werkzeug's, which gives up the whole body over one name that is not UTF-8."""

    def _parse_headers(self, data: bytes | bytearray) -> Any:
        return super()._parse_headers(_decoded(bytes(data)).encode())


def _decoded(head: bytes) -> str:
    """Old Windows programs send names in the system's code page: in China GB18030."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return head.decode(encoding)
        except UnicodeDecodeError:
            continue
    return head.decode(errors="replace")


class Parts(MultiPartParser):
    """Werkzeug's loop over our decoder, for which that has no seam."""

    def parse(self, stream: IO[bytes], boundary: bytes, content_length: int | None) -> Parsed:
        """Raises ValueError, RequestEntityTooLarge and what the stream raises."""
        texts: list[tuple[str, str]] = []
        files: list[tuple[str, FileStorage]] = []
        part: Field | File | None = None
        held: Any = None
        for event in self._events(stream, boundary):
            if isinstance(event, Field | File):
                part = event
                if not part.name:
                    raise ValueError("a part without a name")
                held = bytearray() if isinstance(event, Field) else None
                if isinstance(event, File):
                    held = self.start_file_streaming(event, content_length)
            elif isinstance(event, Data) and isinstance(part, Field):
                held += event.data
                self._require_short(held)
                if not event.more_data:
                    texts.append((part.name, held.decode(errors="replace")))
            elif isinstance(event, Data) and isinstance(part, File):
                held.write(event.data)
                if not event.more_data:
                    held.seek(0)
                    files.append((part.name, _file(held, part)))
        return cast("Parsed", (self.cls(texts), self.cls(files)))

    def _events(self, stream: IO[bytes], boundary: bytes) -> Iterator[Event]:
        decoder = Decoder(boundary, self.max_form_memory_size, max_parts=self.max_form_parts)
        more = True
        while more:
            data = stream.read(_STEP)
            more = bool(data)
            decoder.receive_data(data or None)
            event = decoder.next_event()
            while not isinstance(event, Epilogue | NeedData):
                yield event
                event = decoder.next_event()

    def _require_short(self, text: bytearray) -> None:
        if self.max_form_memory_size is not None and len(text) > self.max_form_memory_size:
            raise RequestEntityTooLarge


def _file(held: IO[bytes], part: File) -> FileStorage:
    return FileStorage(held, part.filename, part.name, headers=part.headers)


class Forms(FormDataParser):
    """What cannot be parsed is told, where Werkzeug goes on with an empty form."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Whole:
        """Raises BadRequest."""
        self.silent = False
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError as error:
            raise BadRequest from error

    def _parse_multipart(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str],
    ) -> Whole:
        del mimetype
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            raise ValueError("no boundary")
        parts = Parts(
            stream_factory=self.stream_factory,
            max_form_memory_size=self.max_form_memory_size,
            max_form_parts=self.max_form_parts,
            cls=self.cls,
        )
        return (stream, *parts.parse(stream, boundary, content_length))
