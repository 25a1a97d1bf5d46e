"""`serve` at sign-in: a systemd user unit on Linux, a launchd agent on macOS."""

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from returnproof.config import Settings
from returnproof.serve.environment import variables

UNIT = "returnproof.service"
LABEL = "app.returnproof.serve"
# What `serve` needs to end by itself, and a little more, before it is killed.
_STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SignIn:
    """A file that makes the system start `serve`, and the commands that switch it on and off."""

    path: Path
    content: bytes
    start: tuple[tuple[str, ...], ...]
    stop: tuple[tuple[str, ...], ...]


class NoServiceManager(Exception):  # noqa: N818 - reads as what it says
    """Neither systemd nor launchd looks after this user's services."""


def sign_in(settings: Settings, home: Path, platform: str, outer: Mapping[str, str]) -> SignIn:
    """For Linux and macOS; raises NoServiceManager elsewhere."""
    command = [sys.executable, "-m", "returnproof.cli", "serve"]
    # Only what was chosen: a default may become a better one with the next version.
    usual = variables(Settings(data_dir=Path()))
    chosen = {
        name: value for name, value in variables(settings).items() if usual.get(name) != value
    }
    environment = chosen | {"PATH": outer.get("PATH", os.defpath)}
    if "LANG" in outer:
        environment["LANG"] = outer["LANG"]
    if platform == "darwin":
        return _launchd(command, environment, settings, home)
    if platform.startswith("linux"):
        return _systemd(command, environment, home, outer)
    raise NoServiceManager(platform)


def _systemd(
    command: Sequence[str], environment: Mapping[str, str], home: Path, outer: Mapping[str, str]
) -> SignIn:
    config = Path(outer.get("XDG_CONFIG_HOME") or home / ".config")
    lines = [
        "[Unit]",
        "Description=ReturnProof 退货存证",
        "",
        "[Service]",
        # In a command line systemd replaces $NAME too.
        f"ExecStart={' '.join(quoted(word).replace('$', '$$') for word in command)}",
        *(f"Environment={quoted(f'{name}={value}')}" for name, value in environment.items()),
        "Restart=on-failure",
        "RestartSec=5",
        # Only `serve` gets the signal: it stops the others in their order.
        "KillMode=mixed",
        f"TimeoutStopSec={_STOP_SECONDS}",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    systemctl = ("systemctl", "--user")
    return SignIn(
        config / "systemd" / "user" / UNIT,
        "\n".join(lines).encode(),
        start=((*systemctl, "daemon-reload"), (*systemctl, "enable", "--now", UNIT)),
        stop=((*systemctl, "disable", "--now", UNIT),),
    )


def quoted(word: str) -> str:
    """As systemd.syntax(7) reads it: `%` would be replaced, spaces would split."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _launchd(
    command: Sequence[str], environment: Mapping[str, str], settings: Settings, home: Path
) -> SignIn:
    path = home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    log = str(settings.data_dir / "serve.log")
    content = plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "EnvironmentVariables": dict(environment),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ExitTimeOut": _STOP_SECONDS,
            "StandardOutPath": log,
            "StandardErrorPath": log,
        }
    )
    domain = f"gui/{os.getuid()}"
    return SignIn(
        path,
        content,
        start=(("launchctl", "bootstrap", domain, str(path)),),
        stop=(("launchctl", "bootout", f"{domain}/{LABEL}"),),
    )


def install(wanted: SignIn) -> bool:
    """Writes the file; whether the service was started too (no manager may be at hand)."""
    wanted.path.parent.mkdir(parents=True, exist_ok=True)
    wanted.path.write_bytes(wanted.content)
    return all(_ran(command) for command in wanted.start)


def uninstall(wanted: SignIn) -> bool:
    """Stops it and removes the file; whether there was one."""
    if not wanted.path.exists():
        return False
    for command in wanted.stop:
        _ran(command)
    wanted.path.unlink()
    return True


def _ran(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
    return done.returncode == 0
