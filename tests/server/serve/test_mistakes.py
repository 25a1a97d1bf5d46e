"""What a person who mistyped something is told, by real commands."""

import os
import socket

import pytest
from tests.server.serve.served import command

from returnproof.storage.embedded import EmbeddedRedis


@pytest.fixture
def redis_beside(data_dir):
    server = EmbeddedRedis(data_dir.parent / "beside", durable=True)
    server.start()
    yield server.url
    server.stop()


@pytest.mark.parametrize(
    "arguments",
    [["doctor"], ["token", "list"], ["token", "revoke", "x"], ["sample", "remove"]],
    ids=" ".join,
)
@pytest.mark.parametrize("there", [True, False])
def test_a_mistyped_data_directory_is_refused_and_not_made(arguments, there, tmp_path):
    typo = tmp_path / "dat"
    if there:
        typo.mkdir()
    done = command(*arguments, "--data-dir", typo)
    assert done.returncode == 3
    assert str(typo) in done.stderr
    assert "--data-dir" in done.stderr
    assert typo.exists() == there
    assert not there or not list(typo.iterdir())


def test_with_a_redis_of_its_own_a_data_directory_may_hold_nothing_yet(redis_beside, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    beside = ("--redis-url", redis_beside, "--data-dir")
    assert command("doctor", *beside, there).returncode == 0
    assert command("doctor", *beside, tmp_path / "typo").returncode == 3
    assert not (tmp_path / "typo").exists()


def test_a_token_s_name_out_of_bounds_is_named_as_the_field(data_dir):
    for name in ("", "x" * 500):
        done = command("token", "create", "--shop", "a", "--name", name, "--data-dir", data_dir)
        assert done.returncode == 2
        assert "- name: must have 1 to 80 characters" in done.stderr


def test_import_lists_what_is_no_regular_file_and_ends(data_dir, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    os.mkfifo(folder / "O-1_pipe.jpg")
    (folder / "O-1_null.jpg").symlink_to("/dev/zero")
    (folder / "O-1_gone.jpg").symlink_to(tmp_path / "nowhere")
    (folder / "O-1_empty.jpg").touch()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(data_dir.parent / "s"))
        (data_dir.parent / "s").rename(folder / "O-1_s")
        for by in ("name", "barcode"):
            done = command("import", folder, "--shop", "a", "--by", by, "--data-dir", data_dir)
            assert done.returncode == 1
            assert done.stdout == "5 photos: 0 new, 0 already there, 5 failed.\n"
            assert done.stderr.count("not a regular file") == 3
            assert "O-1_empty.jpg: The picture cannot be read" in done.stderr
            assert "0 bytes" in done.stderr


def test_import_of_an_empty_folder_says_that_nothing_was_found(data_dir, tmp_path):
    (tmp_path / "photos").mkdir()
    done = command("import", tmp_path / "photos", "--shop", "a", "--data-dir", data_dir)
    assert done.returncode == 1
    assert f"No photo was found in {tmp_path / 'photos'}." in done.stderr


@pytest.mark.parametrize("host", ["bogus.invalid", "203.0.113.7"])
def test_serve_names_a_host_that_is_none_of_this_machine_s(host, data_dir):
    done = command("serve", "--host", host, "--port", "0", "--data-dir", data_dir)
    assert done.returncode == 3
    assert f"--host {host}" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_names_a_redis_that_does_not_answer_without_its_password(data_dir):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        url = f"redis://u:secret@127.0.0.1:{port}/0"
        done = command("serve", "--redis-url", url, "--port", "0", "--data-dir", data_dir)
    assert done.returncode == 3
    said = f"--redis-url redis://127.0.0.1:{port}/0 cannot be used: it does not answer"
    assert said in done.stderr
    assert "secret" not in done.stderr


def test_serve_tells_who_lets_other_machines_in_what_to_set(serve):
    served = serve("--host", "0.0.0.0")
    served.stop()
    told = "".join(served.output)
    port = served.address.rsplit(":", 1)[1]
    assert f"--public-url http://ADDRESS:{port}" in told
    assert "plain HTTP" in told
