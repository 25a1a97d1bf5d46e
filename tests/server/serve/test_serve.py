"""Starting, stopping, and being the only one."""

import os
import signal
import socket
import subprocess

import psutil
from tests.server.serve.served import RETURNPROOF, command, environment
from tests.server.waiting import LONG, eventually

MEGABYTE = 1 << 20


def test_serve_says_its_address_and_its_promise(serve):
    served = serve()
    assert served.address.startswith("http://127.0.0.1:")
    eventually(lambda: any("crash" in line for line in served.output))


def test_the_idle_server_with_workers_and_both_redis_takes_little_memory(serve):
    served = serve("--workers", "2")
    eventually(lambda: len(served.processes("worker")) == 2)
    everyone = [psutil.Process(served.process.pid), *served.processes("")]
    eventually(lambda: all(each.cpu_percent(0.3) < 5 for each in everyone))
    proportional = sum(each.memory_full_info().pss for each in everyone)
    assert proportional < 300 * MEGABYTE


def test_sigterm_ends_everything_and_is_a_success(serve):
    served = serve()
    assert served.stop() == 0
    assert served.left() == []
    assert not (served.data_dir / "serve.json").exists()


def test_ctrl_c_reaches_only_serve_which_stops_the_others(serve):
    served = serve()
    os.kill(served.process.pid, signal.SIGINT)
    assert served.process.wait(LONG) == 0
    assert eventually(lambda: not served.left())


def test_an_open_event_stream_does_not_delay_the_stop(serve):
    served = serve()
    client = served.client()
    stream = client.ask("GET", "/api/v1/events", stream=True)
    assert stream.status_code == 200
    lines = stream.iter_lines()
    assert next(lines)
    served.process.send_signal(signal.SIGTERM)
    # Ended by the web, in its own words: one cut off when the grace is over raises here.
    list(lines)
    assert served.process.wait(LONG) == 0


def test_a_second_serve_on_the_same_directory_ends_with_a_clear_message(serve):
    served = serve()
    second = command("serve", "--port", "0", "--data-dir", served.data_dir)
    assert second.returncode == 3
    assert str(served.process.pid) in second.stderr
    assert served.address in second.stderr
    assert "Traceback" not in second.stderr
    assert served.client().ask("GET", "/api/v1/me").status_code == 200


def test_a_busy_port_is_named(data_dir):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = command("serve", "--port", port, "--data-dir", data_dir)
    assert done.returncode == 3
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_directory_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    done = command("serve", "--port", "0", "--data-dir", tmp_path / "file" / "data")
    assert done.returncode == 3
    assert "file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stop_while_it_starts_leaves_nothing_behind(data_dir):
    starting = subprocess.Popen(
        [*RETURNPROOF, "serve", "--port", "0", "--data-dir", data_dir],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    eventually((data_dir / "redis" / "redis.sock").exists, pause=0.005)
    children = psutil.Process(starting.pid).children(recursive=True)
    starting.terminate()
    starting.wait(LONG)
    eventually(lambda: not any(each.is_running() for each in children))
