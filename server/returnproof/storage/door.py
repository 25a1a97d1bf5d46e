"""The one door to Redis: sends a command or a script and turns its failures into ours."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from redis import exceptions

from returnproof.domain.errors import StorageUnavailable
from returnproof.storage.failures import translated
from returnproof.storage.replicas import Client, Command, Replicas


class Script:
    """A Lua script and the name Redis keeps it under."""

    def __init__(self, source: str) -> None:
        self.source = source
        # Redis itself names scripts by SHA-1; nothing rests on its strength.
        self.sha1 = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()


class Door:
    """Reads and writes; `room` raises StorageFull when nothing more may be written."""

    def __init__(self, client: Client, room: Callable[[], None] | None = None) -> None:
        self.client = client
        self._room = room
        self._replicas = Replicas(client)

    def read(self, *command: Any) -> Any:
        with translated():
            return self.client.execute_command(*command)

    def read_all(self, commands: Sequence[Command]) -> list[Any]:
        """Several reads of one shop in one round trip."""
        with translated():
            pipe = self.client.pipeline(transaction=False)
            for command in commands:
                pipe.execute_command(*command)
            answers: list[Any] = pipe.execute()
            return answers

    def write(self, *command: Any) -> Any:
        self._require_room()
        return self._send(_first_key(command), *command)

    def remove(self, *command: Any) -> Any:
        """A write that makes room, so that it is not refused for want of it."""
        return self._send(_first_key(command), *command)

    def run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """A script that writes."""
        self._require_room()
        tail = (len(keys), *keys, *arguments)
        try:
            return self._send(keys[0], "EVALSHA", script.sha1, *tail)
        except StorageUnavailable as error:
            if not isinstance(error.__cause__, exceptions.NoScriptError):
                raise
        return self._send(keys[0], "EVAL", script.source, *tail)

    def look(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """A script that only reads: asked rarely, so it is sent whole."""
        return self.read("EVAL", script.source, len(keys), *keys, *arguments)

    def _require_room(self) -> None:
        if self._room:
            self._room()

    def _send(self, key: str, *command: Any) -> Any:
        """Answers after a replica has it too, where there are replicas."""
        with translated():
            if not self._replicas.expected(key):
                return self.client.execute_command(*command)
            return self._replicas.send(key, command)


def _first_key(command: Command) -> str:
    return str(command[1])
