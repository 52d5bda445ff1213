from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from bedside.config import cli
from bedside.config.commands import COMMANDS
from tests.races.installation import ROOT, Installation

THERE = [name for name, command in COMMANDS.items() if command.is_there]


def test_help_names_every_command_and_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])

    said = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    for name in THERE:
        assert f"{name} " in said
        assert COMMANDS[name].purpose in said


@pytest.mark.parametrize("name", THERE)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])

    assert ended.value.code == 0
    assert COMMANDS[name].purpose.removesuffix(".") in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", THERE)
def test_every_command_has_a_body(name: str) -> None:
    body = import_module(COMMANDS[name].module)

    assert callable(body.arguments)
    assert callable(body.run)


def test_a_command_nobody_knows_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["dance"])

    assert ended.value.code == 2
    assert "dance" in capsys.readouterr().err


def test_help_is_quick_because_it_reads_almost_nothing() -> None:
    code = "import sys; from bedside.config import cli; cli.COMMANDS; print([m for m in sys.modules if 'django' in m])"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_migrating_twice_changes_nothing(installation: Installation) -> None:
    done = installation.call("bedside", "migrate")

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "The database is up to date."


@pytest.mark.sqlite
def test_an_empty_folder_becomes_a_running_clinic(tmp_path: Path) -> None:
    ours = Installation(tmp_path / "fresh")
    ours.folder.mkdir()

    process, address = ours.serve()

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
    assert (ours.folder / "bedside.sqlite3").exists()
    assert oct((ours.folder / "secrets.json").stat().st_mode & 0o777) == "0o600"
    ours.end()
    assert process.code == -signal.SIGKILL


def test_whoever_reads_the_answers_may_leave(installation: Installation) -> None:
    command = f"yes '{{}}' | head -c 3000000 | {sys.executable} -m bedside ask urgency | head -n 1"
    if "ask" not in THERE or not (ROOT / "bedside/urgency/ask.py").exists():
        pytest.skip("urgency cannot be asked yet")

    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )

    assert "Traceback" not in done.stderr
