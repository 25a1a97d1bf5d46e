"""The Redis of our own: private, durable, held by one process, and never opened by an older one."""

import os
import signal
import stat

import psutil
import pytest
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import ResponseError
from tests.server.redis.servers import bundled, client_of, machine, newest
from tests.server.waiting import eventually

from returnproof.storage import sockets
from returnproof.storage.configuration import configuration
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.errors import CannotOpen, NoRedis, StoreTooNew


def test_it_is_private_and_has_no_port(open_redis):
    server = open_redis()
    assert stat.S_IMODE(server.directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o600
    assert psutil.Process(server.pid).net_connections("inet") == []
    info = client_of(server).info()
    assert (info["tcp_port"], info["aof_enabled"]) == (0, 1)


@pytest.mark.parametrize(
    "command", ["FLUSHALL", "FLUSHDB", "CONFIG GET x", "SHUTDOWN", "DEBUG OBJECT x", "KEYS *"]
)
def test_dangerous_commands_are_off(open_redis, command):
    with pytest.raises(ResponseError, match="unknown command"):
        client_of(open_redis()).execute_command(*command.split(" "))


@pytest.mark.parametrize("length", [1, 60, 200])
def test_the_socket_is_short_however_long_the_directory(open_redis, tmp_path, length):
    directory = tmp_path / ("目录 " + "x" * length) / "redis"
    server = open_redis(directory=directory)
    assert len(os.fsencode(server.socket)) < 104
    assert client_of(server).ping()
    assert EmbeddedRedis(directory, durable=True).socket == server.socket
    place = server.socket
    server.stop()
    assert not place.exists()
    assert len(os.fsencode(directory)) < sockets.LONGEST or not place.parent.exists()


@pytest.mark.parametrize("binary", [bundled, machine])
def test_what_was_written_is_there_after_a_kill_and_a_restart(open_redis, binary):
    server = open_redis(binary())
    client = client_of(server)
    client.set("kept", "yes")
    os.kill(server.pid, signal.SIGKILL)
    eventually(lambda: not server.alive())
    with pytest.raises(Unreachable):
        client.get("kept")
    before = server.socket
    server.restart()
    assert server.socket == before
    assert server.alive()
    assert client.get("kept") == b"yes"


def test_the_other_one_keeps_nothing_on_disk(open_redis):
    server = open_redis(durable=False)
    client_of(server).set("gone", "soon")
    server.stop()
    server.start()
    assert client_of(server).get("gone") is None
    assert not list(server.directory.glob("append*"))


def test_a_newer_redis_opens_what_an_older_one_wrote(open_redis):
    older = open_redis(bundled())
    client_of(older).set("kept", "yes")
    older.stop()
    newer = open_redis(newest())
    assert client_of(newer).get("kept") == b"yes"
    assert (newer.directory / "redis-version").read_text().startswith(f"{newest().version[0]}.")


def test_an_older_redis_refuses_what_a_newer_one_wrote_in_words(open_redis):
    newer = open_redis(newest())
    client_of(newer).set("kept", "yes")
    newer.stop()
    with pytest.raises(StoreTooNew, match=r"last written by Redis 7.*6\.2.*cannot read"):
        open_redis(bundled())
    # Also when the note of who wrote it is lost.
    (newer.directory / "redis-version").unlink()
    with pytest.raises(StoreTooNew):
        open_redis(bundled())
    again = open_redis(bundled(), newest())
    assert client_of(again).get("kept") == b"yes"


def test_the_first_that_can_read_it_is_chosen(open_redis):
    server = open_redis(bundled(), newest())
    assert client_of(server).info()["redis_version"].startswith("6.2")


def test_without_any_redis_the_words_say_so(open_redis, tmp_path):
    server = EmbeddedRedis(tmp_path / "x", durable=True, installed=[])
    with pytest.raises(NoRedis, match="no redis-server"):
        server.start()
    assert not server.ownership.held


def test_a_redis_that_does_not_start_is_told_with_its_last_words(open_redis):
    server = open_redis(bundled())
    client_of(server).set("a", "b")
    server.stop()
    (server.directory / "appendonly.aof").write_bytes(b"*not redis at all\r\n")
    with pytest.raises(NoRedis, match=r"(?i)bad file format"):
        open_redis(bundled())


def test_a_directory_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotOpen):
        EmbeddedRedis(tmp_path / "file" / "redis", durable=True).start()


def test_odd_characters_in_the_path_stay_in_their_quotes(tmp_path):
    odd = tmp_path / 'a "b\\ c'
    text = configuration(odd, odd / "s", durable=True)
    assert f'dir "{tmp_path}/a \\"b\\\\ c"' in text.splitlines()


def test_it_runs_in_a_directory_with_odd_characters(open_redis, tmp_path):
    server = open_redis(directory=tmp_path / 'a "b\\ c')
    client_of(server).set("kept", "yes")
    server.restart()
    assert client_of(server).get("kept") == b"yes"
