"""The list of commands, and what a person sees of an error."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from returnproof import contract
from returnproof.cli import failure, group
from returnproof.domain.errors import StorageUnavailable
from returnproof.storage.errors import CannotOpen

DOCS = Path(__file__).parents[4] / "docs" / "commands.md"


@pytest.mark.parametrize("name", group.COMMANDS)
def test_every_command_can_be_loaded_explained_and_is_documented(name, capsys):
    assert group.run([name, "--help"]) == 0
    assert contract.has_text(f"cli.help.{name}")
    assert f"`{name}" in DOCS.read_text(encoding="utf-8")
    command = import_module(f"returnproof.cli.{group.COMMANDS[name]}").command
    assert command.name == name
    assert capsys.readouterr().out


def test_every_option_is_explained_in_both_languages():
    seen = 0
    for name in group.COMMANDS:
        command = import_module(f"returnproof.cli.{group.COMMANDS[name]}").command
        for each in [command, *getattr(command, "commands", {}).values()]:
            for option in each.params:
                if isinstance(option, click.Option) and not option.hidden:
                    assert option.help, f"{name} --{option.name}"
                    assert not option.help.startswith("cli."), option.help
                    seen += 1
    assert seen > 50


def test_help_imports_no_command():
    script = (
        "import sys; from returnproof.cli import group; group.run(['--help']);"
        "heavy = {'redis', 'flask', 'gunicorn', 'cv2', 'PIL', 'psutil', 'rq'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_supervisor_stays_light():
    script = (
        "import sys; import returnproof.cli.serving; import returnproof.serve.run;"
        "heavy = {'flask', 'gunicorn', 'cv2', 'PIL', 'rq', 'numpy'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_web_is_started_before_anything_slow_is_loaded():
    script = (
        "import sys; import returnproof.cli.serving;"
        "heavy = {'redis', 'psutil', 'structlog'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", ["returnproof.serve.application", "returnproof.worker"])
def test_neither_web_nor_worker_loads_an_image_library(module):
    script = (
        f"import sys; import {module}; import returnproof.cli.worker;"
        "heavy = {'cv2', 'PIL', 'numpy', 'scipy', 'imagehash'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (failure.Refused("serve.port_busy", host="h", port=1), failure.EXIT_UNAVAILABLE),
        (StorageUnavailable(), failure.EXIT_UNAVAILABLE),
        (CannotOpen("in use"), failure.EXIT_UNAVAILABLE),
        (PermissionError(13, "Permission denied", "/x"), failure.EXIT_UNAVAILABLE),
    ],
)
def test_a_foreseen_error_is_a_sentence_without_a_traceback(error, status, capsys):
    assert failure.explain(error) == status
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said
    assert "cli." not in said


def test_an_unforeseen_error_shows_where_it_arose(capsys):
    with pytest.raises(ZeroDivisionError) as raised:
        _ = 1 / 0
    assert failure.explain(raised.value) == failure.EXIT_FAILED
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["nothing"], ["serve", "--port", "x"], ["import"], []])
def test_a_wrong_command_line_is_exit_2(arguments, capsys):
    assert group.run(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_interrupted_command_is_exit_130(monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(group.commands, "main", interrupted)
    assert group.run(["doctor"]) == 130
    assert capsys.readouterr().err.strip()
