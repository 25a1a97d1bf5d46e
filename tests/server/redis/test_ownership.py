"""A directory has one owner, and what a killed owner left running is stopped first."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from tests.server.redis.servers import client_of
from tests.server.waiting import has_ended

from returnproof.storage.connection import connect_socket
from returnproof.storage.embedded import EmbeddedRedis
from returnproof.storage.errors import StoreInUse
from returnproof.storage.ownership import orphans

# Starts one, says so, and waits to be killed.
OWNER = """
import sys, time
from pathlib import Path
from returnproof.storage.connection import connect_socket
from returnproof.storage.embedded import EmbeddedRedis
server = EmbeddedRedis(Path(sys.argv[1]), durable=True)
server.start("serve")
print(server.pid, flush=True)
time.sleep(600)
"""


def test_a_second_owner_ends_with_a_clear_message(open_redis):
    server = open_redis()
    client_of(server).set("kept", "yes")
    second = EmbeddedRedis(server.directory, durable=True)
    with pytest.raises(StoreInUse, match=f"in use by process {os.getpid()}"):
        second.start()
    second.stop()
    assert client_of(server).get("kept") == b"yes"


def _owner(directory):
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(directory)], stdout=subprocess.PIPE, text=True
    )
    return process, int(process.stdout.readline())


def _kill(process):
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("frozen", [False, True])
def test_an_orphan_is_stopped_before_the_directory_is_opened_again(open_redis, tmp_path, frozen):
    owner, orphan = _owner(tmp_path / "redis")
    client = connect_socket(str(tmp_path / "redis" / "redis.sock"))
    client.set("kept", "yes")
    _kill(owner)
    assert psutil.pid_exists(orphan)
    if frozen:
        os.kill(orphan, signal.SIGSTOP)
    server = open_redis()
    assert [each.pid for each in orphans(server.directory)] == [server.pid]
    assert has_ended(orphan)
    assert client_of(server).get("kept") == b"yes"


def test_while_the_owner_lives_its_redis_is_left_alone(open_redis, tmp_path):
    owner, redis = _owner(tmp_path / "redis")
    try:
        with pytest.raises(StoreInUse, match=f"process {owner.pid}"):
            open_redis()
        assert psutil.pid_exists(redis)
    finally:
        _kill(owner)
    open_redis()


# From Python 3.12 on a fork beside threads is warned of; this one does nothing but wait.
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_child_does_not_keep_the_directory_locked(open_redis, tmp_path):
    server = open_redis()
    child = os.fork()
    if child == 0:
        time.sleep(600)
        os._exit(0)
    try:
        server.stop()
        open_redis()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
