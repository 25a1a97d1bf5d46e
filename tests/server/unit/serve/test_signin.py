"""The files that make a system start `serve`, read back the way the system reads them."""

import configparser
import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from returnproof.config import Settings
from returnproof.serve.signin import NoServiceManager, install, sign_in, uninstall

ODD = Path('/home/a b/100% "sure" $HOME 数据')


def unit_of(content):
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(content.decode())
    return parser


def environment_of(content):
    """Environment= lines as systemd reads them: C-like quotes, `%%` for a percent sign."""
    lines = [line for line in content.decode().splitlines() if line.startswith("Environment=")]
    words = [shlex.split(line.removeprefix("Environment="))[0] for line in lines]
    return dict(word.replace("%%", "%").split("=", 1) for word in words)


def test_the_systemd_unit_starts_this_serve_with_the_chosen_settings_only(tmp_path):
    settings = Settings(data_dir=ODD, port=9000)
    wanted = sign_in(settings, tmp_path, "linux", {"PATH": "/bin", "LANG": "zh_CN.UTF-8"})
    assert wanted.path == tmp_path / ".config/systemd/user/returnproof.service"
    unit = unit_of(wanted.content)
    command = shlex.split(unit["Service"]["ExecStart"])
    assert command == [sys.executable, "-m", "returnproof.cli", "serve"]
    assert environment_of(wanted.content) == {
        "RETURNPROOF_DATA_DIR": str(ODD),
        "RETURNPROOF_PORT": "9000",
        "PATH": "/bin",
        "LANG": "zh_CN.UTF-8",
    }
    assert unit["Service"]["KillMode"] == "mixed"
    assert unit["Install"]["WantedBy"] == "default.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_no_fault_in_the_unit(tmp_path):
    wanted = sign_in(Settings(data_dir=ODD), tmp_path, "linux", {"PATH": "/bin"})
    wanted.path.parent.mkdir(parents=True)
    wanted.path.write_bytes(wanted.content)
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", wanted.path],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_launchd_agent_starts_this_serve_and_restarts_it_only_after_a_failure(tmp_path):
    wanted = sign_in(Settings(data_dir=ODD), tmp_path, "darwin", {"PATH": "/bin"})
    agent = plistlib.loads(wanted.content)
    assert agent["ProgramArguments"] == [sys.executable, "-m", "returnproof.cli", "serve"]
    assert agent["EnvironmentVariables"] == {"RETURNPROOF_DATA_DIR": str(ODD), "PATH": "/bin"}
    assert agent["RunAtLoad"] is True
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert wanted.path.name == f"{agent['Label']}.plist"
    assert str(wanted.path) in wanted.start[0]


def test_another_system_is_refused(tmp_path):
    with pytest.raises(NoServiceManager):
        sign_in(Settings(data_dir=ODD), tmp_path, "win32", {})


def test_what_was_installed_is_uninstalled_and_only_once(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))  # no service manager to be found
    wanted = sign_in(Settings(data_dir=ODD), tmp_path, "linux", {})
    assert install(wanted) is False
    assert wanted.path.read_bytes() == wanted.content
    assert uninstall(wanted) is True
    assert not wanted.path.exists()
    assert uninstall(wanted) is False
